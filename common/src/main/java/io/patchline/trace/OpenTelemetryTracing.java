package io.patchline.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Sends spans to a collector by OTLP over HTTP, in batches; what does not fit into the queue while it is away is dropped, and counted in the log. */
final class OpenTelemetryTracing implements Tracing {
    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final int LAST_SECONDS = 3;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OpenTelemetryTracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("io.patchline");
    }

    static OpenTelemetryTracing to(URI collector, double ratio, Service service) {
        OtlpHttpSpanExporter exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(collector.toString()).build();
        Attributes who = Attributes.builder()
                .put("service.name", service.name())
                .put("service.instance.id", service.instance())
                .build();
        return new OpenTelemetryTracing(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(who)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(SEND_EVERY)
                        .build())
                .build());
    }

    @Override
    public Span start(SpanStart start) {
        SpanBuilder span = tracer.spanBuilder(start.name()).setSpanKind(kind(start.role()));
        start.parent()
                .ifPresentOrElse(
                        parent -> span.setParent(
                                Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote(parent)))),
                        span::setNoParent);
        start.link().ifPresent(link -> span.addLink(remote(link)));
        return new Recorded(span.startSpan());
    }

    @Override
    public void close() {
        provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }

    private static SpanContext remote(TraceParent parent) {
        TraceFlags flags = parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return SpanContext.createFromRemoteParent(parent.traceId(), parent.spanId(), flags, TraceState.getDefault());
    }

    private static SpanKind kind(SpanStart.Role role) {
        return switch (role) {
            case SERVER -> SpanKind.SERVER;
            case PRODUCER -> SpanKind.PRODUCER;
            case CONSUMER -> SpanKind.CONSUMER;
        };
    }

    private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {
        @Override
        public Optional<TraceParent> context() {
            SpanContext context = span.getSpanContext();
            return Optional.of(new TraceParent(context.getTraceId(), context.getSpanId(), context.isSampled()));
        }

        @Override
        public void note(String key, String value) {
            span.setAttribute(key, value);
        }

        @Override
        public void note(String key, long value) {
            span.setAttribute(key, value);
        }

        @Override
        public void fail(String reason) {
            span.setStatus(StatusCode.ERROR, reason);
        }

        @Override
        public void close() {
            span.end();
        }
    }
}

package io.patchline.trace;

import java.net.URI;
import java.util.Optional;

/** Where spans go. Safe for use by several threads; never waits for whoever collects them. */
public interface Tracing extends AutoCloseable {
    Span start(SpanStart start);

    /** Sends what is not sent yet, for a few seconds at most. */
    @Override
    void close();

    /**
     * To this collector, or without one nowhere: then nothing is made and nothing of OpenTelemetry is even loaded, and contexts are passed on.
     *
     * @param collector an address for OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces}
     * @param ratio which part of the traces that begin here are collected, from 0 to 1; for others whoever began them has decided
     */
    static Tracing to(Optional<URI> collector, double ratio, Service service) {
        return collector
                .<Tracing>map(address -> OpenTelemetryTracing.to(address, ratio, service))
                .orElseGet(NoTracing::new);
    }

    /**
     * Whose spans they are.
     *
     * @param name {@code patchline-ingest} or {@code patchline-executor}
     * @param instance which of them
     */
    record Service(String name, String instance) {}
}

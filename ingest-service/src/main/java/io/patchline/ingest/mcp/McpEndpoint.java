package io.patchline.ingest.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.body.LargeBodies;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.mcp.protocol.AllowedHosts;
import io.patchline.ingest.mcp.protocol.RequestHeaders;
import io.patchline.ingest.mcp.protocol.RpcError;
import io.patchline.ingest.mcp.protocol.RpcMessage;
import io.patchline.ingest.mcp.protocol.RpcReply;
import io.patchline.ingest.mcp.tasks.TaskMethods;
import io.patchline.ingest.mcp.tools.ToolCatalog;
import io.patchline.trace.Span;
import io.patchline.trace.SpanStart;
import io.patchline.trace.TraceParent;
import io.patchline.trace.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers what is posted to an address of the protocol, whoever the caller is and however he was let in: one message, one answer in JSON, and nothing is remembered. Safe for use by several
 * threads.
 */
@Singleton
public final class McpEndpoint {
    private final AllowedHosts hosts;
    private final LargeBodies bodies;
    private final AnswerMemory memory;
    private final RpcMethods methods;
    private final Tracing tracing;

    McpEndpoint(
            IngestConfig config,
            LargeBodies bodies,
            AnswerMemory memory,
            ToolCatalog tools,
            TaskMethods tasks,
            MeterRegistry registry,
            Tracing tracing,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.hosts = new AllowedHosts(
                config.mcp().hosts().orElse(List.of()),
                config.mcp().origins().orElse(List.of()),
                config.http().host(),
                config.http().publicUrl());
        this.bodies = bodies;
        this.memory = memory;
        this.methods = new RpcMethods(new ServerDescription(version), tools, tasks, new CallLog(registry));
        this.tracing = tracing;
    }

    /** Answers one post, whose body was read. Of what is made of the body nothing is kept while the answer is waited for: its tree takes many times its bytes, and only those are counted. */
    public Uni<McpAnswer> answer(Caller caller, RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<McpAnswer> refusal = refusal(request);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        Span span = tracing.start(SpanStart.in(
                Optional.ofNullable(request.getHeader(TraceParent.HEADER)).flatMap(TraceParent::parse),
                "POST " + context.normalizedPath(),
                SpanStart.Role.SERVER));
        Buffer body = Objects.requireNonNullElseGet(context.body().buffer(), Buffer::buffer);
        return Uni.createFrom()
                .completionStage(() -> bodies.compute(
                        body.length(), () -> begin(RpcMessage.read(body.getBytes()), caller, context, span)))
                .chain(begun -> begun)
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> failed(
                        Optional.empty(),
                        RpcError.internal(
                                "More large messages are being read than may wait. Nothing was accepted: send it again"
                                        + " in two seconds."),
                        McpAnswer.UNAVAILABLE))
                .onTermination()
                .invoke(span::close);
    }

    /** Reads all that the message has, and answers, now or later. */
    private Uni<McpAnswer> begin(RpcMessage message, Caller caller, RoutingContext context, Span span) {
        return switch (message) {
            case RpcMessage.Request request -> begin(request, caller, context, span);
            case RpcMessage.Notification notification -> Uni.createFrom().item(McpAnswer.empty(McpAnswer.ACCEPTED));
            case RpcMessage.Response response -> Uni.createFrom().item(McpAnswer.empty(McpAnswer.ACCEPTED));
            case RpcMessage.Invalid invalid ->
                Uni.createFrom()
                        .item(failed(
                                Optional.empty(),
                                invalid.error(),
                                invalid.error().httpStatus()));
        };
    }

    private Uni<McpAnswer> begin(RpcMessage.Request request, Caller caller, RoutingContext context, Span span) {
        JsonNode id = request.id();
        RequestHeaders headers =
                new RequestHeaders(name -> Optional.ofNullable(context.request().getHeader(name)));
        return switch (headers.check(request)) {
            case RequestHeaders.Checked.Refused refused ->
                Uni.createFrom()
                        .item(failed(
                                Optional.of(id),
                                refused.error(),
                                refused.error().httpStatus()));
            case RequestHeaders.Checked.Fits fits -> {
                // What is read for an answer is large, the answer itself is not: the memory is free when that is
                // written.
                AnswerMemory.Share share = memory.share();
                boolean stateless = fits.client().revision().isStateless();
                yield methods.answer(request, new RpcMethods.Asker(caller, fits.client(), share, span.context()))
                        .map(reply -> written(id, stateless, reply))
                        .onTermination()
                        .invoke(share::close);
            }
        };
    }

    private static McpAnswer written(JsonNode id, boolean stateless, RpcReply reply) {
        return switch (reply) {
            case RpcReply.Result done -> {
                ObjectNode answer = envelope(Optional.of(id));
                answer.set("result", done.result());
                yield new McpAnswer(McpAnswer.OK, bytes(answer));
            }
            case RpcReply.Failed failed ->
                failed(
                        Optional.of(id),
                        failed.error(),
                        stateless ? failed.error().httpStatus() : McpAnswer.OK);
        };
    }

    private static McpAnswer failed(Optional<JsonNode> id, RpcError error, int status) {
        ObjectNode answer = envelope(id);
        answer.set("error", error.json());
        return new McpAnswer(status, bytes(answer));
    }

    private static ObjectNode envelope(Optional<JsonNode> id) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("jsonrpc", "2.0");
        id.ifPresent(own -> answer.set("id", own));
        return answer;
    }

    private static byte[] bytes(ObjectNode answer) {
        try {
            return RpcMessage.JSON.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is JSON", e);
        }
    }

    /** What HTTP itself asks of a post. */
    private Optional<McpAnswer> refusal(HttpServerRequest request) {
        String host = header(request, "Host");
        if (!hosts.isHost(host)) {
            return refused(
                    "This service is not addressed by this Host here. Use localhost or the name in"
                            + " patchline.http.public-url, or have the operator add the name to patchline.mcp.hosts.",
                    McpAnswer.FORBIDDEN);
        }
        if (request.headers().getAll("Origin").stream().anyMatch(origin -> !hosts.isOrigin(origin, host))) {
            return refused(
                    "Web pages of this Origin may not call. Have the operator add it to patchline.mcp.origins.",
                    McpAnswer.FORBIDDEN);
        }
        String type = header(request, "Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json")) {
            return refused("Send JSON, with the header Content-Type: application/json.", McpAnswer.NOT_JSON);
        }
        String accept = header(request, "Accept").toLowerCase(Locale.ROOT);
        boolean acceptsJson = accept.isEmpty() || accept.contains("*/*") || accept.contains("application/");
        return acceptsJson
                ? Optional.empty()
                : refused(
                        "The answer is JSON: accept application/json and text/event-stream.", McpAnswer.NOT_ACCEPTABLE);
    }

    private static Optional<McpAnswer> refused(String message, int status) {
        return Optional.of(failed(Optional.empty(), RpcError.invalidRequest(message), status));
    }

    private static String header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }
}

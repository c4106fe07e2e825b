package io.patchline.cli;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** A whole chain that is well, as the API tells it; a test breaks one link of it. */
final class FakeChain {
    static final Duration TICK = Duration.ofMillis(60);

    private FakeChain() {}

    static FakeService healthy() {
        return new FakeService()
                .json(
                        "/health",
                        200,
                        "{\"status\":\"ok\",\"service\":\"patchline-ingest\",\"broker\":\"connected\",\"log\":\"read\"}")
                .json(
                        "/status",
                        200,
                        "{\"service\":\"patchline-ingest\",\"status\":\"ok\",\"broker_version\":\"4.3.6\",\"callbacks\":\"off\"}")
                .on(
                        "/v1/executors",
                        (exchange, request) ->
                                FakeService.send(exchange, 200, "application/json", executors(Instant.now(), "taking")))
                .json(
                        "/v1/lanes",
                        200,
                        "{\"lanes\":[{\"name\":\"patches.lane.0\",\"consumers\":1,\"ready\":0,\"held\":[]}]}")
                .json(
                        "/v1/dead-letters",
                        200,
                        "{\"dead_letters\":[],\"groups\":{},\"listed\":0,\"queue_depth\":0,\"unrouted\":0}")
                .json("/v1/dead-letters/replay", 200, "{\"count\":0}")
                .problem("/mcp", 405, "not_supported", false)
                .on("/webhook", FakeChain::accept)
                .json("/v1/patches", 200, patch())
                .on("/v1/patches/p/output", (exchange, request) -> stream(exchange, TICK));
    }

    static String executors(Instant now, String status) {
        return "{\"as_of\":\"" + now + "\",\"executors\":[{\"executor\":\"executor-1\",\"status\":\"" + status
                + "\"}]}";
    }

    private static String patch() {
        return "{\"id\":\"p\",\"status\":\"succeeded\",\"lane\":\"p\",\"timeline\":[{\"what\":\"queued\",\"time\":\""
                + Instant.now() + "\"}],\"outcome\":{\"output\":\"Hello from Patchline\"}}";
    }

    private static void accept(HttpExchange exchange, FakeService.Request request) throws IOException {
        if (request.body().equals("{}")) {
            FakeService.send(
                    exchange,
                    400,
                    "application/problem+json",
                    "{\"code\":\"invalid_patch\",\"detail\":\"no patch\",\"retryable\":false}");
        } else {
            FakeService.send(exchange, 202, "application/json", "{\"id\":\"p\",\"status\":\"queued\"}");
        }
    }

    /** Six lines of output, so long after each other, and the end. */
    static void stream(HttpExchange exchange, Duration pause) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 1; i <= 6; i++) {
                write(out, "id: 1.1.0." + i + "\nevent: output\ndata: {\"text\":\"tick\"}\n\n");
                java.util.concurrent.locks.LockSupport.parkNanos(pause.toNanos());
            }
            write(out, "id: 1.end\nevent: end\ndata: {\"status\":\"succeeded\"}\n\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}

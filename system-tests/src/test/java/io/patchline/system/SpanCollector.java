package io.patchline.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Collects spans on loopback: OTLP over HTTP. The numbers are those of opentelemetry-proto, {@code trace.proto}. */
final class SpanCollector implements AutoCloseable {
    private static final int MOST = 1000;

    private final HttpServer server;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    /**
     * A span.
     *
     * @param links the traces that it is linked with
     */
    record Heard(
            String service,
            String name,
            String trace,
            String id,
            String parent,
            Map<String, String> notes,
            List<String> links) {}

    SpanCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Heard> inTrace(String trace) {
        return heard.stream().filter(span -> span.trace.equals(trace)).toList();
    }

    List<Heard> linkedWith(String trace) {
        return heard.stream().filter(span -> span.links.contains(trace)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ProtoFields request = new ProtoFields(exchange.getRequestBody().readAllBytes());
            request.messages(1).forEach(this::hear);
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void hear(ProtoFields ofResource) {
        String service = ofResource
                .messages(1)
                .map(resource -> notes(resource, 1).getOrDefault("service.name", ""))
                .collect(Collectors.joining());
        ofResource
                .messages(2)
                .flatMap(scope -> scope.messages(2))
                .filter(span -> heard.size() < MOST)
                .forEach(span -> heard.add(new Heard(
                        service,
                        span.text(5),
                        span.hex(1),
                        span.hex(2),
                        span.hex(4),
                        notes(span, 9),
                        span.messages(13).map(link -> link.hex(1)).toList())));
    }

    private static Map<String, String> notes(ProtoFields message, int number) {
        return message.messages(number)
                .collect(Collectors.toMap(
                        note -> note.text(1),
                        note -> note.messages(2)
                                .map(value -> value.text(1).isEmpty() ? Long.toString(value.number(3)) : value.text(1))
                                .collect(Collectors.joining())));
    }
}

package io.patchline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP service on loopback that answers as a test says, and keeps what it was asked. */
public final class FakeService implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What was asked. */
    public record Request(String method, String path, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** How a path is answered. */
    @FunctionalInterface
    public interface Route {
        void answer(HttpExchange exchange, Request request) throws IOException;
    }

    public FakeService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** For all paths that begin so; the longest of them counts. */
    public FakeService on(String path, Route route) {
        routes.put(path, route);
        return this;
    }

    public FakeService json(String path, int status, String body) {
        return on(
                path,
                (exchange, request) ->
                        send(exchange, status, status < 400 ? "application/json" : "application/problem+json", body));
    }

    public FakeService problem(String path, int status, String code, boolean retryable) {
        return json(
                path,
                status,
                "{\"status\":%d,\"code\":\"%s\",\"detail\":\"what is wrong\",\"retryable\":%s}"
                        .formatted(status, code, retryable));
    }

    public List<Request> requests() {
        return requests;
    }

    public static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body);
            requests.add(request);
            Route route = routes.entrySet().stream()
                    .filter(entry -> request.path().startsWith(entry.getKey()))
                    .max((one, other) -> one.getKey().length() - other.getKey().length())
                    .map(Map.Entry::getValue)
                    .orElse(
                            (unknown, asked) -> send(
                                    unknown,
                                    404,
                                    "application/problem+json",
                                    "{\"status\":404,\"code\":\"not_found\",\"detail\":\"no such thing\",\"retryable\":false}"));
            route.answer(exchange, request);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

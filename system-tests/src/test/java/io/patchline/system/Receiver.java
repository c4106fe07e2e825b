package io.patchline.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody on loopback who is told of outcomes, and answers each path with the status that it was given: 200 unless told otherwise. */
final class Receiver implements AutoCloseable {
    /** In the place of a status: no answer at all. */
    static final int NEVER = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Map<String, List<Heard>> heard = new ConcurrentHashMap<>();

    /** A request. */
    record Heard(HttpHeaders headers, String body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void answer(String path, int status) {
        answers.put(path, status);
    }

    List<Heard> at(String path) {
        return heard.getOrDefault(path, List.of());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        heard.computeIfAbsent(path, any -> new CopyOnWriteArrayList<>())
                .add(new Heard(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
        int status = answers.getOrDefault(path, 200);
        if (status != NEVER) {
            exchange.getResponseHeaders().set("Location", url("/target"));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
    }
}

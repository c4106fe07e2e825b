package io.patchline.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A reverse proxy before the real service, on loopback, that does one thing wrong as real ones do. */
final class FaultyProxy implements AutoCloseable {
    private static final int CAP_BYTES = 100 * 1024;
    private static final Set<String> OWN =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
    private final URI service;
    private final Fault fault;

    /** What it does wrong. */
    enum Fault {
        NONE,
        /** Answers are passed on when they are whole. */
        BUFFERS,
        /** The header Authorization does not come through. */
        STRIPS_AUTHORIZATION,
        /** Every path is answered with 200 and a page. */
        ANSWERS_HTML,
        /** Bodies of 100 KiB and more are answered with 413 and a page. */
        CAPS_BODIES,
        /** No answer takes longer than 10 s. */
        TIMES_OUT,
        /** The clock behind it is 10 minutes late. */
        LATE_CLOCK
    }

    FaultyProxy(URI service, Fault fault) {
        this.service = service;
        this.fault = fault;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (fault == Fault.ANSWERS_HTML || (fault == Fault.CAPS_BODIES && body.length >= CAP_BYTES)) {
                page(exchange, fault == Fault.CAPS_BODIES ? 413 : 200);
                return;
            }
            pass(exchange, http.send(request(exchange, body), BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        service.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            boolean stripped = fault == Fault.STRIPS_AUTHORIZATION && name.equalsIgnoreCase("authorization");
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT)) && !stripped) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private void pass(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        boolean document = answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
        try (InputStream from = answer.body()) {
            if (fault == Fault.LATE_CLOCK && document) {
                whole(exchange, answer.statusCode(), tenMinutesEarlier(from.readAllBytes()));
            } else if (fault == Fault.BUFFERS) {
                whole(exchange, answer.statusCode(), from.readAllBytes());
            } else {
                stream(exchange, answer.statusCode(), from);
            }
        }
    }

    private static void whole(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void stream(HttpExchange exchange, int status, InputStream from) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        byte[] buffer = new byte[8192];
        try (OutputStream to = exchange.getResponseBody()) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
                if (fault == Fault.TIMES_OUT && System.nanoTime() > end) {
                    return;
                }
            }
        }
    }

    /** What the service says of its time, as if its clock were late. */
    private static byte[] tenMinutesEarlier(byte[] body) {
        return java.util.regex.Pattern.compile("\"as_of\":\"([^\"]+)\"")
                .matcher(new String(body, StandardCharsets.UTF_8))
                .replaceAll(found ->
                        "\"as_of\":\"" + java.time.Instant.parse(found.group(1)).minusSeconds(600) + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void page(HttpExchange exchange, int status) throws IOException {
        byte[] page = "<!doctype html><title>One moment</title>".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(status, page.length);
        exchange.getResponseBody().write(page);
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
        threads.shutdownNow();
    }
}

package io.patchline.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Git's smart HTTP (git-http-backend) on loopback, behind a token. */
public final class SmartHttpServer implements AutoCloseable {
    public static final String TOKEN = "s3cret-token";
    private static final String END = "0000";

    private final Path root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Optional<String> redirect = Optional.empty();
    private volatile int pushStatus;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger madeUp = new AtomicInteger();
    private volatile List<String> refs = List.of();

    /** @param root the directory of the repositories; below {@code /forbidden} nobody gets in */
    public SmartHttpServer(Path root) throws IOException {
        this.root = root;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    /** From now on it sends everybody there. */
    public void redirectTo(String base) {
        redirect = Optional.of(base);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** From now on nobody gets to push. */
    public void answerPushesWith(int status) {
        pushStatus = status;
    }

    /** From now on it says that it has these refs too, each at the same commit as its first one. */
    public void makeUpRefs(List<String> names) {
        refs = List.copyOf(names);
    }

    /** How many of its answers had refs that are not there. */
    public int madeUp() {
        return madeUp.get();
    }

    /** How many requests there were. */
    public int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int unused = asked.incrementAndGet();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            if (redirect.isPresent()) {
                exchange.getResponseHeaders().add("Location", redirect.get() + path.substring(1) + "?" + query);
                exchange.sendResponseHeaders(302, -1);
            } else if (!isAllowed(exchange)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (path.startsWith("/forbidden")) {
                exchange.sendResponseHeaders(403, -1);
            } else if (pushStatus != 0 && (path + query).contains("git-receive-pack")) {
                exchange.sendResponseHeaders(pushStatus, -1);
            } else {
                backend(exchange, path, query);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAllowed(HttpExchange exchange) {
        String wanted = "Basic " + Base64.getEncoder().encodeToString(("x-access-token:" + TOKEN).getBytes(UTF_8));
        return wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private void backend(HttpExchange exchange, String path, String query) throws IOException, InterruptedException {
        ProcessBuilder backend = new ProcessBuilder("/usr/bin/git", "http-backend");
        Map<String, String> environment = backend.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REMOTE_USER", "tests");
        environment.put("PATH_INFO", path);
        environment.put("QUERY_STRING", query);
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        header(exchange, "Content-Type", "CONTENT_TYPE", environment);
        header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", environment);
        header(exchange, "Git-Protocol", "GIT_PROTOCOL", environment);
        byte[] body = exchange.getRequestBody().readAllBytes();
        environment.put("CONTENT_LENGTH", Integer.toString(body.length));
        Process process = backend.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        threads.execute(() -> {
            try (var in = process.getOutputStream()) {
                in.write(body);
            } catch (IOException e) {
                // It has read what it wanted.
            }
        });
        InputStream out = process.getInputStream();
        int status = 200;
        for (String line = line(out); !line.isEmpty(); line = line(out)) {
            String[] pair = line.split(": ", 2);
            if (pair[0].equals("Status")) {
                status = Integer.parseInt(pair[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(pair[0], pair[1]);
            }
        }
        boolean lists = new String(body, ISO_8859_1).contains("command=ls-refs") || query.endsWith("git-receive-pack");
        byte[] real = out.readAllBytes();
        byte[] answer = lists && !refs.isEmpty() ? withRefs(real) : real;
        process.waitFor();
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
    }

    /** @param answer in lines that begin with their length (gitprotocol-common), and that the length 0 ends */
    private byte[] withRefs(byte[] answer) {
        String text = new String(answer, ISO_8859_1);
        Matcher first = Pattern.compile("[0-9a-f]{4}([0-9a-f]{40}) ").matcher(text);
        if (!first.find() || !text.endsWith(END)) {
            return answer;
        }
        int unused = madeUp.incrementAndGet();
        StringBuilder all = new StringBuilder(text.substring(0, text.length() - END.length()));
        for (String name : refs) {
            String line = first.group(1) + " " + new String(name.getBytes(UTF_8), ISO_8859_1) + "\n";
            all.append("%04x".formatted(line.length() + END.length())).append(line);
        }
        return all.append(END).toString().getBytes(ISO_8859_1);
    }

    private static void header(HttpExchange exchange, String header, String variable, Map<String, String> environment) {
        Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                .ifPresent(value -> environment.put(variable, value));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != -1 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

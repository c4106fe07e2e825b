package io.patchline.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.message.MessageCodec;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** Ingest and executors on one broker and one workspace, and a client that talks to them. Ends all of it when it is closed. */
final class Pipeline implements AutoCloseable {
    static final String TOKEN = "pl_system_tests_0123456789abcdefghijklmnop";
    static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = MessageCodec.mapper();

    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final List<ServiceProcess> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private ServiceProcess ingest;

    /** Starts an ingest service that need not be ready yet. */
    Pipeline(Path directory, String amqpUrl) {
        this(directory, amqpUrl, Map.of());
    }

    /**
     * @param more of every service's settings, or others than ours
     */
    Pipeline(Path directory, String amqpUrl, Map<String, String> more) {
        this.directory = directory;
        makePassable(directory);
        settings.put("PATCHLINE_BROKER_URL_FILE", write("broker-url", amqpUrl).toString());
        String hash = Digest.sha256Hex(TOKEN.getBytes(StandardCharsets.UTF_8));
        settings.put(
                "PATCHLINE_ACCESS_TOKENS_FILE",
                write("tokens", "tests:submit,read,operate:" + hash).toString());
        settings.put("PATCHLINE_WORKSPACE", workspace().toString());
        settings.put("PATCHLINE_STATE", directory.resolve("state").toString());
        settings.putAll(more);
        ingest = startIngest();
    }

    Path workspace() {
        return directory.resolve("workspace");
    }

    ServiceProcess ingest() {
        return ingest;
    }

    /** Starts another ingest service in the place of the first, which has ended. */
    void replaceIngest() {
        ingest = startIngest();
    }

    /** Starts another ingest service, with these options of the JVM, in the place of the first, which has ended. */
    void replaceIngest(List<String> options) {
        ServiceProcess.Program program = new ServiceProcess.Program("ingest-service", options);
        ingest = keep(ServiceProcess.start(program, directory, ServiceProcess.freePort(), settings));
    }

    /** Starts an ingest service beside the first. */
    ServiceProcess startAnotherIngest() {
        return startIngest();
    }

    ServiceProcess startExecutor(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return keep(ServiceProcess.start("executor-service", directory, ServiceProcess.freePort(), all));
    }

    Pipeline awaitReady() {
        started.forEach(this::awaitReady);
        return this;
    }

    /** All are ready, and the first knows of an executor: whoever submits before has the workspace checked by the executor, and under the same id only once. */
    void awaitExecutorHeard() {
        awaitReady();
        await("an executor is heard")
                .atMost(HEARD_WITHIN)
                .until(() -> view("/v1/executors").at("/executors/0").isObject());
    }

    void awaitReady(ServiceProcess service) {
        try {
            await().atMost(READY_WITHIN).until(() -> status(service, "/q/health/ready") == 200);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not ready after " + READY_WITHIN + ":\n" + service.log(), e);
        }
    }

    /** The status code of a GET, 0 if nobody answers. */
    int status(ServiceProcess service, String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(service.at(path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The status code of a GET with this Authorization header, or none if it is empty. */
    int statusWith(String authorization, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(ingest.at(path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build()).statusCode();
    }

    /** What the ingest service answers to a GET with our token. */
    JsonNode view(String path) {
        return json(send(HttpRequest.newBuilder(ingest.at(path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(20))
                .build()));
    }

    /** A request without a body and without credentials, but with these headers. */
    HttpResponse<String> send(ServiceProcess service, String method, String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.at(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.noBody());
        headers.forEach(request::header);
        return send(request.build());
    }

    /** What a service says of itself, without credentials. */
    JsonNode get(ServiceProcess service, String path) {
        return json(send(HttpRequest.newBuilder(service.at(path))
                .timeout(Duration.ofSeconds(5))
                .build()));
    }

    /** A GET of the ingest service with these headers. */
    HttpResponse<String> get(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(ingest.at(path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        return send(request.build());
    }

    /** Submits a command; {@code more} are further fields of the patch. */
    HttpResponse<String> submit(String id, String target, String command, Map<String, Object> more) {
        return post("/webhook", body(id, target, command, more), Map.of());
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        return post(ingest.at(path), body, headers);
    }

    /** Submits to one of several ingest services. */
    HttpResponse<String> submitTo(ServiceProcess one, String body) {
        return submitTo(one, body, Map.of());
    }

    HttpResponse<String> submitTo(ServiceProcess one, String body, Map<String, String> headers) {
        return post(one.at("/webhook"), body, headers);
    }

    private HttpResponse<String> post(URI address, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    /** Submits without our token, with these headers instead. */
    HttpResponse<String> postSigned(ServiceProcess one, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(one.at("/webhook"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    static String body(String id, String target, String command, Map<String, Object> more) {
        Map<String, Object> patch = new HashMap<>(more);
        patch.put("id", id);
        patch.put("role", "command_patch");
        patch.put("target_file", target);
        patch.put("patch", command);
        try {
            return JSON.writeValueAsString(patch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any other request of somebody with every scope; an empty body is none. */
    HttpResponse<String> call(String method, ServiceProcess service, String path, String body) {
        return send(HttpRequest.newBuilder(service.at(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    /** A request with a body to the ingest service, by whom this token names. */
    HttpResponse<String> callAs(String token, String method, String path, String body) {
        return send(HttpRequest.newBuilder(ingest.at(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** The patch's story, after waiting up to these seconds for its end. */
    JsonNode story(String id, int waitSeconds) {
        HttpRequest request = HttpRequest.newBuilder(ingest.at("/v1/patches/" + id + "?wait=" + waitSeconds))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(60))
                .build();
        return json(send(request));
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // First all of them, because the wait for one may be interrupted.
        started.forEach(ServiceProcess::kill);
        started.forEach(ServiceProcess::close);
        http.shutdownNow();
    }

    private ServiceProcess startIngest() {
        return keep(ServiceProcess.start("ingest-service", directory, ServiceProcess.freePort(), settings));
    }

    private ServiceProcess keep(ServiceProcess service) {
        started.add(service);
        return service;
    }

    private HttpResponse<String> send(HttpRequest request) {
        return Http.send(http, request);
    }

    /** JUnit's directories are for their owner alone, and an executor that is root runs commands as somebody else. */
    private static void makePassable(Path directory) {
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String contents) {
        try {
            return Files.writeString(directory.resolve(name), contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

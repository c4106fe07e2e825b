package io.patchline.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.Script;
import io.patchline.message.MessageCodec;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Three RabbitMQ nodes on this machine, by {@code deploy/local/cluster}, with the definitions and policies of {@code deploy/rabbitmq}. */
final class LocalCluster implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));
    private static final List<Integer> NODES = List.of(1, 2, 3);
    /** Longer than each of the waits in the script itself, which tell more when they end. */
    private static final Duration WITHIN = Duration.ofMinutes(4);

    private final Path directory;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Starts it, with queues of three replicas. */
    LocalCluster(Path directory) throws IOException {
        this.directory = directory;
        boolean started = false;
        try {
            startMissing();
            define("definitions.json");
            define("policies.json");
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Whether this machine has a RabbitMQ that can be started so. */
    static boolean isPossible() {
        return Files.isExecutable(Path.of(Optional.ofNullable(System.getenv("PATCHLINE_RABBITMQ_SERVER"))
                .orElse("/usr/lib/rabbitmq/bin/rabbitmq-server")));
    }

    /** The addresses of all three nodes. */
    String amqpUrls() {
        return fact(directory.resolve("cluster.env"), "AMQP_URL");
    }

    /** Starts the nodes that do not run; returns when they answer. */
    void startMissing() {
        script("start", "--for", Long.toString(ProcessHandle.current().pid()));
    }

    /** SIGKILL to the node that leads most of the lane queues; its number. */
    int killBusiestLeader() {
        Map<String, Long> led = queues(liveNode()).stream()
                .filter(queue -> queue.at("/name").asText().startsWith("patches.lane."))
                .map(queue -> queue.at("/leader").asText())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        String leader = led.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        int node = Integer.parseInt(leader.replaceAll("\\D", ""));
        ProcessHandle.of(Long.parseLong(nodeFact(node, "BROKER_PID"))).ifPresent(ProcessHandle::destroyForcibly);
        return node;
    }

    /** The smallest number of replicas that a lane queue, the dead letters or the log have and that are up. */
    int fewestReplicas() {
        return queues(liveNode()).stream()
                .filter(queue -> queue.at("/name").asText().startsWith("patches."))
                .filter(queue -> queue.has("members") || queue.has("online"))
                .mapToInt(queue -> queue.at("/online").size())
                .min()
                .orElse(0);
    }

    @Override
    public void close() {
        // Also when the test ran out of time and was interrupted.
        boolean interrupted = Thread.interrupted();
        try {
            script("stop", "--now");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        http.shutdownNow();
    }

    private void define(String file) throws IOException {
        call(
                1,
                "POST",
                "/api/definitions/%2F",
                Files.readString(ROOT.resolve("deploy/rabbitmq").resolve(file)));
    }

    private List<JsonNode> queues(int node) {
        return StreamSupport.stream(call(node, "GET", "/api/queues/%2F", "").spliterator(), false)
                .toList();
    }

    private int liveNode() {
        return NODES.stream()
                .filter(node -> ProcessHandle.of(Long.parseLong(nodeFact(node, "BROKER_PID")))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    private JsonNode call(int node, String method, String path, String body) {
        String credentials = nodeFact(node, "BROKER_USER") + ":" + nodeFact(node, "BROKER_PASSWORD");
        HttpRequest request = HttpRequest.newBuilder(URI.create(nodeFact(node, "MANAGEMENT_URL") + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return MessageCodec.mapper().readTree(answer.body().isEmpty() ? "null" : answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String nodeFact(int node, String name) {
        return fact(directory.resolve(Integer.toString(node)).resolve("broker.env"), name);
    }

    private static String fact(Path file, String name) {
        Properties facts = new Properties();
        try (var lines = Files.newBufferedReader(file)) {
            facts.load(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(facts.getProperty(name), () -> file + " does not tell " + name);
    }

    private void script(String command, String... options) {
        List<String> line = new ArrayList<>(
                List.of(ROOT.resolve("deploy/local/cluster").toString(), command, directory.toString()));
        line.addAll(List.of(options));
        Script.succeed(WITHIN, line);
    }
}

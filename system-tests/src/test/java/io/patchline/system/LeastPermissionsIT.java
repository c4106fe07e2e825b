package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.Permissions;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The chain with a user for each service that has the permissions of {@code deploy/rabbitmq/permissions.json} and no other. */
@ParameterizedClass(autoCloseArguments = false)
@MethodSource("io.patchline.broker.TestServers#ofEachVersion")
class LeastPermissionsIT {
    @TempDir
    private static Path root;

    private static final Map<TestBroker, Chain> CHAINS = new ConcurrentHashMap<>();

    private final TestBroker broker;
    private final Permissions permissions;
    private final Pipeline pipeline;
    private final QueueReader queues;

    LeastPermissionsIT(TestBroker broker) {
        Chain chain = CHAINS.computeIfAbsent(broker, LeastPermissionsIT::start);
        this.broker = broker;
        this.permissions = chain.permissions();
        this.pipeline = chain.pipeline();
        this.queues = chain.queues();
    }

    /** One for each broker. */
    record Chain(Permissions permissions, Pipeline pipeline, QueueReader queues) {
        void close() {
            try (pipeline) {
                queues.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Chain start(TestBroker broker) {
        Permissions permissions = new Permissions(broker);
        Path directory = root.resolve(broker.version());
        Pipeline pipeline = null;
        try {
            Files.createDirectory(directory);
            pipeline =
                    new Pipeline(directory, permissions.urlOf("ingest"), Map.of("PATCHLINE_BROKER_DECLARE", "false"));
            Path executorUrl =
                    Files.writeString(directory.resolve("executor-broker-url"), permissions.urlOf("executor"));
            pipeline.startExecutor(Map.of("PATCHLINE_BROKER_URL_FILE", executorUrl.toString()));
            pipeline.awaitReady();
            QueueReader queues = new QueueReader(permissions.adminUrl());
            queues.watchDeadLetters();
            Chain chain = new Chain(permissions, pipeline, queues);
            pipeline = null;
            return chain;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (pipeline != null) {
                pipeline.close();
            }
        }
    }

    @AfterAll
    static void stop() {
        CHAINS.values().forEach(Chain::close);
    }

    @Test
    void a_patch_is_accepted_carried_out_and_its_story_told() {
        pipeline.submit("least", "a.txt", "echo least", Map.of());

        assertThat(pipeline.story("least", 20).at("/status").asText()).isEqualTo("succeeded");
        await().untilAsserted(() -> assertThat(queues.heardOf("least")).containsExactly("started", "succeeded"));
    }

    @Test
    void a_patch_that_fails_lies_in_the_dead_letters() {
        pipeline.submit("dead", "b.txt", "exit 3", Map.of());

        assertThat(pipeline.story("dead", 20).at("/status").asText()).isEqualTo("failed");
        await().until(() -> queues.deadLetters().stream()
                .anyMatch(letter -> "dead".equals(letter.getProperties().getMessageId())));
    }

    @Test
    void a_patch_is_cancelled() {
        pipeline.submit("long", "c.txt", "sleep 60", Map.of());
        await().untilAsserted(() -> assertThat(queues.heardOf("long")).contains("started"));

        pipeline.post("/v1/patches/long/cancel", "", Map.of());

        assertThat(pipeline.story("long", 20).at("/status").asText()).isEqualTo("cancelled");
    }

    @Test
    void how_full_the_queues_are_is_told() {
        await().untilAsserted(() -> assertThat(pipeline.view("/v1/lanes").at("/lanes"))
                .hasSize(8)
                .allSatisfy(lane -> assertThat(
                                lane.has("ready") && lane.at("/consumers").asInt() == 1)
                        .as(lane.toString())
                        .isTrue()));
        JsonNode page = pipeline.view("/v1/dead-letters");
        assertThat(page.has("queue_depth")).isTrue();
        assertThat(page.at("/unrouted").asInt(-1)).isZero();
        assertThat(pipeline.get(pipeline.ingest(), "/health").has("missing_permissions"))
                .isFalse();
    }

    /** The broker writes each into its log as an error. */
    @Test
    void the_broker_refuses_nothing() {
        assumeThat(broker.log())
                .as("the log of a broker that was given by its URL is not ours to read")
                .isPresent();
        pipeline.view("/v1/lanes");
        pipeline.view("/v1/dead-letters");

        String host = URI.create(permissions.adminUrl()).getPath().substring(1);
        List<String> lines = broker.log().orElseThrow().lines().toList();
        assertThat(lines).as("connections are logged").anyMatch(line -> line.contains(host));
        assertThat(lines).noneMatch(line -> line.contains(host) && line.contains("refused"));
    }
}

package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.Permissions;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The chain with a user for each service that has the permissions of {@code deploy/rabbitmq/permissions.json} and no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeastPermissionsIT {
    private final Permissions permissions = new Permissions(TestBroker.shared());
    private final String ingestUrl = permissions.urlOf("ingest");
    private Pipeline pipeline;
    private QueueReader queues;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        pipeline = new Pipeline(directory, ingestUrl);
        Path executorUrl = Files.writeString(directory.resolve("executor-broker-url"), permissions.urlOf("executor"));
        pipeline.startExecutor(Map.of("PATCHLINE_BROKER_URL_FILE", executorUrl.toString()));
        pipeline.awaitReady();
        queues = new QueueReader(permissions.adminUrl());
        queues.watchDeadLetters();
    }

    @AfterAll
    void stop() throws IOException {
        queues.close();
        pipeline.close();
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
}

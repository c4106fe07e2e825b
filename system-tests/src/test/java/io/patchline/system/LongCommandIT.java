package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker dies under a command that goes on: {@code -Dpatchline.long-command=60} for one of a minute. */
class LongCommandIT {
    private static final int SECONDS = Integer.getInteger("patchline.long-command", 15);

    @Test
    void a_command_outlives_the_broker_that_is_killed_under_it_and_is_started_once_with_one_outcome(
            @TempDir Path directory) {
        try (TestBroker broker = TestBroker.own()) {
            assumeTrue(broker.canBeKilled(), "a broker that was given by its URL is not ours to kill");
            try (Pipeline pipeline = new Pipeline(directory, broker.newVirtualHost())) {
                ServiceProcess first = pipeline.startExecutor(Map.of());
                ServiceProcess second = pipeline.startExecutor(Map.of());
                pipeline.awaitReady();
                String command = "echo begin >> long.txt; sleep " + SECONDS + "; echo end >> long.txt";
                pipeline.submit("long", "long.txt", command, Map.of());
                pipeline.submit("next", "long.txt", "echo next >> long.txt", Map.of());
                await().until(() -> Files.exists(pipeline.workspace().resolve("long.txt")));

                broker.kill9();
                broker.startAgain();
                pipeline.awaitReady(first);
                pipeline.awaitReady(second);
                pipeline.awaitReady(pipeline.ingest());

                await().atMost(Duration.ofSeconds(SECONDS + 60L))
                        .until(() ->
                                pipeline.story("next", 0).at("/status").asText().equals("succeeded"));
                JsonNode story = pipeline.story("long", 0);
                assertThat(story.at("/status").asText()).isEqualTo("succeeded");
                assertThat(story.at("/attempt").asInt()).isEqualTo(1);
                assertThat(story.at("/timeline").findValuesAsText("what"))
                        .containsExactly("queued", "started", "succeeded");
                assertThat(pipeline.workspace().resolve("long.txt")).hasContent("begin\nend\nnext");
            }
        }
    }
}

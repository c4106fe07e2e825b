package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import io.patchline.patch.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who carries patches out and what waits, as the ingest service tells it. */
class LanesIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void the_views_follow_executors_and_queues_and_are_silent_without_the_broker(@TempDir Path directory) {
        try (TestBroker broker = TestBroker.own();
                Pipeline pipeline = new Pipeline(directory, broker.amqpUrl())) {
            pipeline.awaitReady(pipeline.ingest());
            awaitExecutors(pipeline, List.of());
            pipeline.submit("waits", "a.txt", "sleep 8", Map.of());
            pipeline.submit("behind", "a.txt", "true", Map.of());
            int queue = new Lane("a.txt").queue(8);
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode lane = pipeline.view("/v1/lanes").at("/lanes/" + queue);
                assertThat(lane.at("/ready").asInt()).isEqualTo(2);
                assertThat(lane.at("/unfinished").asInt()).isEqualTo(2);
                assertThat(lane.at("/consumers").asInt()).isZero();
                assertThat(lane.at("/executors")).isEmpty();
                assertThat(lane.at("/oldest/id").asText()).isEqualTo("waits");
                assertThat(Duration.parse(lane.at("/oldest/age").asText())).isPositive();
            });

            ServiceProcess first =
                    pipeline.startExecutor(Map.of("PATCHLINE_EXECUTOR_NAME", "one", "PATCHLINE_SLOTS", "3"));
            pipeline.awaitReady(first);
            awaitExecutors(pipeline, List.of("one"));
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode executor = pipeline.view("/v1/executors").at("/executors/0");
                assertThat(executor.at("/slots").asInt()).isEqualTo(3);
                assertThat(executor.at("/status").asText()).isEqualTo("taking");
                assertThat(executor.at("/running/0/id").asText()).isEqualTo("waits");
                assertThat(Instant.parse(executor.at("/running/0/since").asText()))
                        .isBefore(Instant.now());
                assertThat(Instant.parse(executor.at("/started_at").asText())).isBefore(Instant.now());
                assertThat(executor.at("/version").asText()).isNotIn("", "unknown");
                JsonNode lane = pipeline.view("/v1/lanes").at("/lanes/" + queue);
                assertThat(lane.at("/ready").asInt()).isEqualTo(1);
                assertThat(lane.at("/unfinished").asInt()).isEqualTo(2);
                assertThat(lane.at("/running/0/id").asText()).isEqualTo("waits");
                assertThat(lane.at("/running/0/executor").asText()).isEqualTo("one");
            });
            pipeline.awaitReady(
                    pipeline.startExecutor(Map.of("PATCHLINE_EXECUTOR_NAME", "two", "PATCHLINE_SLOTS", "3")));
            awaitExecutors(pipeline, List.of("one", "two"));
            assertThat(pipeline.story("behind", 30).at("/status").asText()).isEqualTo("succeeded");
            awaitEveryQueueWithOne(pipeline, List.of("one", "two"));

            first.kill9();

            awaitExecutors(pipeline, List.of("two"));
            awaitEveryQueueWithOne(pipeline, List.of("two"));
            assertThat(pipeline.view("/v1/lanes")
                            .at("/lanes/" + queue + "/unfinished")
                            .asInt())
                    .isZero();

            if (broker.canBeKilled()) {
                broker.kill9();
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(pipeline.statusWith("Bearer " + Pipeline.TOKEN, "/v1/lanes"))
                            .isEqualTo(503);
                    assertThat(pipeline.statusWith("Bearer " + Pipeline.TOKEN, "/v1/executors"))
                            .isEqualTo(503);
                });
                broker.startAgain();
                awaitExecutors(pipeline, List.of("two"));
            }
            assertThat(pipeline.statusWith("", "/v1/lanes")).isEqualTo(401);
            assertThat(pipeline.statusWith("", "/v1/executors")).isEqualTo(401);
        }
    }

    private static void awaitExecutors(Pipeline pipeline, List<String> names) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode view = pipeline.view("/v1/executors");
            assertThat(view.has("as_of")).isTrue();
            assertThat(view.findValuesAsText("executor")).containsExactlyElementsOf(names);
        });
    }

    /** No queue without a consumer, none with two, and nobody without a share. */
    private static void awaitEveryQueueWithOne(Pipeline pipeline, List<String> names) {
        await().atMost(SOON).untilAsserted(() -> {
            TreeSet<String> takers = new TreeSet<>();
            for (JsonNode lane : pipeline.view("/v1/lanes").at("/lanes")) {
                assertThat(lane.at("/consumers").asInt()).isEqualTo(1);
                assertThat(lane.at("/executors")).hasSize(1);
                takers.add(lane.at("/executors/0").asText());
            }
            assertThat(takers).containsExactlyElementsOf(names);
        });
    }
}

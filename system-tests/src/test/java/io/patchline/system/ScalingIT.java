package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More executors: the lane queues are spread over them, and each lane stays in order, whoever comes and goes. */
class ScalingIT {
    private static final int LANES = 16;
    private static final int PER_LANE = 12;

    private Pipeline pipeline;

    @BeforeEach
    void start(@TempDir Path directory) {
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
        pipeline.awaitReady();
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void the_lane_queues_are_spread_evenly_and_a_newcomer_has_its_share_soon() {
        ServiceProcess first = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(first);
        assertThat(lanes(first)).hasSize(8);

        ServiceProcess second = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(second);

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(lanes(first)).hasSize(4);
            assertThat(lanes(second)).hasSize(4).doesNotContainAnyElementsOf(lanes(first));
        });
    }

    @Test
    void each_lane_is_in_order_and_nothing_runs_twice_while_executors_come_are_killed_and_leave() throws IOException {
        ServiceProcess first = pipeline.startExecutor(Map.of());
        ServiceProcess second = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(first);
        pipeline.awaitReady(second);
        for (int i = 0; i < PER_LANE; i++) {
            for (int lane = 0; lane < LANES; lane++) {
                String file = "lane-" + lane + ".txt";
                assertThat(pipeline.submit(lane + "-" + i, file, "echo " + i + " >> " + file + "; sleep 0.05", Map.of())
                                .statusCode())
                        .isEqualTo(202);
            }
        }
        ServiceProcess third = pipeline.startExecutor(Map.of());
        second.kill9();
        pipeline.awaitReady(third);
        first.terminate();

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            for (int lane = 0; lane < LANES; lane++) {
                assertThat(pipeline.story(lane + "-" + (PER_LANE - 1), 0)
                                .at("/status")
                                .asText())
                        .isIn("succeeded", "interrupted");
            }
        });
        Set<Integer> missing = new HashSet<>();
        for (int lane = 0; lane < LANES; lane++) {
            List<Integer> ran = Files.readAllLines(pipeline.workspace().resolve("lane-" + lane + ".txt")).stream()
                    .map(Integer::valueOf)
                    .toList();
            assertThat(ran).as("lane " + lane).isSorted().doesNotHaveDuplicates();
            int number = lane;
            IntStream.range(0, PER_LANE).filter(i -> !ran.contains(i)).forEach(i -> {
                missing.add(i);
                assertThat(pipeline.story(number + "-" + i, 0).at("/status").asText())
                        .isEqualTo("interrupted");
            });
        }
        assertThat(missing)
                .as("only what the killed executor was on may be missing")
                .hasSizeLessThanOrEqualTo(8);
    }

    private Set<Integer> lanes(ServiceProcess executor) {
        Set<Integer> lanes = new HashSet<>();
        pipeline.get(executor, "/status").at("/lanes").forEach(lane -> lanes.add(lane.asInt()));
        return lanes;
    }
}

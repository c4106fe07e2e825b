package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.TestBroker;
import io.patchline.firedrill.TcpProxy;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code patchline watch} and {@code patchline logs -f} on a line that is cut fifty times, while the service is killed three times under a hundred patches. */
@Execution(ExecutionMode.CONCURRENT)
class FollowerCutsIT {
    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int PATCHES = 100;
    private static final int CUTS = 50;
    private static final int KILLS = 3;
    private static final int FOLLOWED = 4;

    /** Lines with a pause after each, so that the cuts fall into the middle. */
    private static final String SLOW =
            "for i in $(seq 150); do echo \"line $i of the output, with ü\"; sleep 0.1; done";

    @Test
    void nothing_is_missed_and_nothing_is_told_twice(@TempDir Path directory) throws IOException {
        long seed = Long.getLong("patchline.seed", 50_100);
        Random random = new Random(seed);
        Path token = Files.writeString(directory.resolve("token"), Pipeline.TOKEN);
        try (Pipeline pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
                TcpProxy line = new TcpProxy(() -> pipeline.ingest().at("/").getPort())) {
            pipeline.startExecutor(Map.of("PATCHLINE_SLOTS", "8"));
            pipeline.awaitReady();
            String url = "http://127.0.0.1:" + line.port();
            List<CommandLine> followers = new ArrayList<>();
            try (CommandLine watch = CommandLine.start(directory, url, token, "watch", "--from-beginning")) {
                for (int i = 0; i < FOLLOWED; i++) {
                    pipeline.submit("slow-" + i, "slow-" + i, SLOW, Map.of());
                    followers.add(CommandLine.start(directory, url, token, "logs", "-f", "slow-" + i));
                }
                disturb(pipeline, line, random);
                for (int i = 0; i < FOLLOWED; i++) {
                    CommandLine.Ended ended = followers.get(i).await(SOON);
                    assertThat(ended.exit())
                            .as("seed %s: %s", seed, ended.err())
                            .isZero();
                    assertThat(ended.out()).as("seed %s: %s", seed, ended.err()).isEqualTo(kept(pipeline, "slow-" + i));
                }
                List<String> told = eventsOfTheLog(pipeline, directory, token);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(events(watch.outSoFar()))
                                .as("seed %s", seed)
                                .isEqualTo(told));
            } finally {
                followers.forEach(CommandLine::close);
            }
        }
    }

    private static void disturb(Pipeline pipeline, TcpProxy line, Random random) {
        int submitted = 0;
        for (int cut = 1; cut <= CUTS; cut++) {
            for (; submitted < PATCHES * cut / CUTS; submitted++) {
                int number = submitted;
                await().atMost(SOON).until(() -> accepted(pipeline, number));
            }
            pause(random.nextInt(50, 400));
            line.reset();
            pause(random.nextInt(5, 50));
            line.heal();
            if (cut % (CUTS / KILLS) == 0 && cut / (CUTS / KILLS) <= KILLS) {
                pipeline.ingest().kill9();
                pipeline.replaceIngest();
                pipeline.awaitReady(pipeline.ingest());
            }
        }
        for (int i = 0; i < PATCHES; i++) {
            assertThat(pipeline.story("quick-" + i, 20).path("status").asText()).isEqualTo("succeeded");
        }
    }

    private static boolean accepted(Pipeline pipeline, int number) {
        int status = pipeline.submit("quick-" + number, "quick-" + number % 7, "echo " + number, Map.of())
                .statusCode();
        return status == 202 || status == 200;
    }

    /** What the service has of the output when all is over. */
    private static String kept(Pipeline pipeline, String id) {
        return pipeline.get("/v1/patches/" + id + "/output", Map.of()).body();
    }

    /** The events by one connection that is not disturbed, from the oldest to the last that all is over with. */
    private static List<String> eventsOfTheLog(Pipeline pipeline, Path directory, Path token) {
        try (CommandLine all =
                CommandLine.start(directory, pipeline.ingest().at("").toString(), token, "watch", "--from-beginning")) {
            List<String> seen = new ArrayList<>();
            await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
                List<String> before = List.copyOf(seen);
                seen.clear();
                seen.addAll(events(all.outSoFar()));
                return !seen.isEmpty() && seen.equals(before) && seen.size() >= 3 * (PATCHES + FOLLOWED);
            });
            return seen;
        }
    }

    /** Place and type of each event, in the order in which they were told. */
    private static List<String> events(String lines) {
        return lines.lines()
                .filter(line -> line.endsWith("}"))
                .map(FollowerCutsIT::event)
                .toList();
    }

    private static String event(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return json.path("event").asText() + " " + json.path("id").asText() + " "
                    + json.path("type").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(int milliseconds) {
        java.util.concurrent.locks.LockSupport.parkNanos(
                Duration.ofMillis(milliseconds).toNanos());
    }
}

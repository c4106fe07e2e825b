package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed with -9 under load and started again. */
class BrokerKillIT {
    private static final int POSTS = 2000;
    private static final int CONNECTIONS = 16;
    private static final int KILL_AFTER = 400;
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger declined = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void every_202_is_executed_once_and_everything_else_was_a_refusal_that_may_be_sent_again(@TempDir Path directory)
            throws Exception {
        try (TestBroker broker = TestBroker.own()) {
            assumeTrue(broker.canBeKilled(), "a broker that was given by its URL is not ours to kill");
            try (Pipeline pipeline = new Pipeline(directory, broker.newVirtualHost())) {
                ServiceProcess executor = pipeline.startExecutor(Map.of());
                pipeline.awaitReady();

                try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
                    CountDownLatch underWay = new CountDownLatch(KILL_AFTER);
                    for (int i = 0; i < POSTS; i++) {
                        int number = i;
                        clients.execute(() -> post(pipeline, number, underWay));
                    }
                    underWay.await();
                    broker.kill9();
                    await().untilAsserted(() -> {
                        assertThat(pipeline.status(pipeline.ingest(), "/q/health/ready"))
                                .isEqualTo(503);
                        assertThat(pipeline.status(executor, "/q/health/ready")).isEqualTo(503);
                    });
                    assertThat(pipeline.status(pipeline.ingest(), "/q/health/live"))
                            .isEqualTo(200);
                    assertThat(pipeline.status(executor, "/q/health/live")).isEqualTo(200);
                    broker.startAgain();
                    await("both services work again").atMost(RECOVERED_WITHIN).untilAsserted(() -> {
                        assertThat(pipeline.status(pipeline.ingest(), "/q/health/ready"))
                                .isEqualTo(200);
                        assertThat(pipeline.status(executor, "/q/health/ready")).isEqualTo(200);
                    });
                }

                assertThat(declined)
                        .as("some were refused, or the kill was not under load")
                        .hasPositiveValue();
                await().atMost(Duration.ofMinutes(3))
                        .untilAsserted(() -> assertThat(executed(pipeline)).containsAll(accepted));
                assertThat(executed(pipeline)).doesNotHaveDuplicates();
            }
        }
    }

    /** Says so until it is accepted, but gives up on a refusal that says not to. */
    private void post(Pipeline pipeline, int number, CountDownLatch underWay) {
        String id = "p" + number;
        String lane = "lane-" + number % 16;
        String command = "echo " + id + " >> " + lane + ".txt";
        HttpResponse<String> answer = pipeline.submit(id, lane, command, Map.of());
        sent.incrementAndGet();
        underWay.countDown();
        if (answer.statusCode() == 202) {
            accepted.add(id);
            return;
        }
        declined.incrementAndGet();
        JsonNode problem = Pipeline.json(answer);
        assertThat(answer.statusCode()).isIn(503, 429);
        assertThat(problem.at("/retryable").asBoolean()).isTrue();
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private static List<String> executed(Pipeline pipeline) {
        try (var files = Files.list(pipeline.workspace())) {
            return files.flatMap(BrokerKillIT::lines).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.util.stream.Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

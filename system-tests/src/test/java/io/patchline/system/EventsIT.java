package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.broker.TestBroker;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The log as server-sent events, while the broker and the ingest service are killed and come back. */
@Execution(ExecutionMode.CONCURRENT)
class EventsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final CountDownLatch enough = new CountDownLatch(1);

    @Test
    void clients_that_come_back_miss_nothing_and_get_nothing_twice(@TempDir Path directory)
            throws InterruptedException {
        try (TestBroker broker = TestBroker.own()) {
            assumeTrue(broker.canBeKilled(), "a broker that was given by its URL is not ours to kill");
            try (Pipeline pipeline = new Pipeline(directory, broker.newVirtualHost())) {
                pipeline.startExecutor(Map.of());
                pipeline.awaitReady();
                List<SseClient> clients =
                        List.of(client(pipeline, ""), client(pipeline, ""), client(pipeline, "?type=succeeded"));
                Thread poster = Thread.ofVirtual().start(() -> post(pipeline));

                awaitAccepted(20);
                broker.kill9();
                broker.startAgain();
                pipeline.awaitReady(pipeline.ingest());
                awaitAccepted(accepted.size() + 20);
                pipeline.ingest().kill9();
                pipeline.replaceIngest();
                pipeline.awaitReady(pipeline.ingest());
                awaitAccepted(accepted.size() + 20);
                enough.countDown();
                poster.join();

                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(subjects(clients.getLast())).containsAll(accepted));
                try (SseClient whole = client(pipeline, "?from=beginning")) {
                    await().atMost(SOON)
                            .untilAsserted(() ->
                                    assertThat(subjects(whole, "succeeded")).containsAll(accepted));
                    List<SseClient.Event> log = List.copyOf(whole.events());
                    for (SseClient client : clients.subList(0, 2)) {
                        await().atMost(SOON)
                                .untilAsserted(
                                        () -> assertThat(client.events()).containsAll(log.subList(1, log.size())));
                        assertThat(ids(client)).doesNotHaveDuplicates().isSorted();
                        assertThat(client.answers())
                                .as("the stream outlives the broker and ends with the service")
                                .containsOnly(200)
                                .hasSize(2);
                        assertThat(client.named("gap")).isEmpty();
                    }
                    assertThat(ids(clients.getLast())).doesNotHaveDuplicates().isSorted();
                }
                clients.forEach(SseClient::close);
            }
        }
    }

    private static SseClient client(Pipeline pipeline, String query) {
        SseClient client = new SseClient(() -> pipeline.ingest().at("/v1/events" + query), "");
        await().atMost(SOON).until(() -> client.answers().contains(200));
        return client;
    }

    private void post(Pipeline pipeline) {
        try {
            for (int i = 0; !enough.await(20, TimeUnit.MILLISECONDS); i++) {
                try {
                    if (pipeline.submit("e" + i, "lane-" + i % 4, "true", Map.of())
                                    .statusCode()
                            == 202) {
                        accepted.add("e" + i);
                    }
                } catch (UncheckedIOException e) {
                    // The service is being replaced: whether it took the patch is not known, so it is not counted.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAccepted(int number) {
        await().atMost(SOON).until(() -> accepted.size() >= number);
    }

    private static List<String> subjects(SseClient client) {
        return subjects(client, "succeeded");
    }

    private static List<String> subjects(SseClient client, String name) {
        List<String> subjects = new ArrayList<>();
        client.named(name)
                .forEach(event -> subjects.add(event.data().replaceFirst(".*?\"subject\":\"([^\"]*)\".*", "$1")));
        return subjects;
    }

    private static List<Long> ids(SseClient client) {
        return client.events().stream().map(event -> Long.valueOf(event.id())).toList();
    }
}

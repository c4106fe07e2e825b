package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two ingest replicas on one broker: together they keep the promises that each makes. */
@Execution(ExecutionMode.CONCURRENT)
class IngestReplicasIT {
    private static final int AT_ONCE = 40;
    private static final int POSTS = 1000;
    private static final int CONNECTIONS = 16;
    private static final int KILL_AFTER = 300;

    private Pipeline pipeline;
    private ServiceProcess second;
    private QueueReader queues;
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private volatile boolean killed;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        String broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(directory, broker);
        second = pipeline.startAnotherIngest();
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
        queues = new QueueReader(broker);
    }

    @AfterEach
    void stop() throws IOException {
        queues.close();
        pipeline.close();
    }

    @Test
    void the_same_id_at_once_through_two_replicas_is_one_run_and_everybody_gets_a_true_answer() throws Exception {
        String body = Pipeline.body("same", "a.txt", "echo ran >> a.txt", Map.of());
        CountDownLatch together = new CountDownLatch(1);
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<HttpResponse<String>>> posts = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                ServiceProcess ingest = i % 2 == 0 ? pipeline.ingest() : second;
                Callable<HttpResponse<String>> post = () -> {
                    together.await();
                    return pipeline.submitTo(ingest, body);
                };
                posts.add(clients.submit(post));
            }
            together.countDown();
            for (Future<HttpResponse<String>> post : posts) {
                answers.add(post.get());
            }
        }

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isIn(200, 202);
            assertThat(Pipeline.json(answer).at("/id").asText()).isEqualTo("same");
        });
        assertThat(pipeline.story("same", 30).at("/status").asText()).isEqualTo("succeeded");
        // A later patch of the same lane has run: every copy of the first has come and gone.
        pipeline.submit("after", "a.txt", "true", Map.of());
        assertThat(pipeline.story("after", 30).at("/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.workspace().resolve("a.txt")).hasContent("ran");
        assertThat(queues.heardOf("same")).containsExactly("started", "succeeded");
    }

    @Test
    void no_202_of_a_replica_that_is_killed_under_load_is_lost() throws Exception {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        CountDownLatch underWay = new CountDownLatch(KILL_AFTER);
        try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < POSTS; i++) {
                String id = "p" + i;
                clients.execute(() -> post(id, accepted, underWay));
            }
            underWay.await();
            killed = true;
            second.kill9();
        }

        assertThat(unanswered).as("not answered, though nobody was killed").isEmpty();
        assertThat(accepted)
                .as("the kill was under load: some were accepted, and not all")
                .hasSizeBetween(KILL_AFTER / 2, POSTS - 1);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(made()).containsAll(accepted));
        assertThat(accepted)
                .allSatisfy(
                        id -> assertThat(pipeline.story(id, 20).at("/status").asText())
                                .isEqualTo("succeeded"));
        assertThat(accepted).allSatisfy(id -> assertThat(queues.heardOf(id)).containsExactly("started", "succeeded"));
    }

    /** Once: what was not answered was not promised. */
    private void post(String id, Set<String> accepted, CountDownLatch underWay) {
        String patch = """
                {"id":"%1$s","lane":"%1$s","mutations":[{"path":"made/%1$s","contents":"%1$s"}]}""".formatted(id);
        try {
            if (pipeline.submitTo(second, patch).statusCode() == 202) {
                accepted.add(id);
            }
        } catch (UncheckedIOException unanswerable) {
            if (!killed) {
                unanswered.add(id);
            }
        } finally {
            underWay.countDown();
        }
    }

    private List<String> made() throws IOException {
        Path directory = pipeline.workspace().resolve("made");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An executor ends, in order or not, while it carries a patch out. */
@Execution(ExecutionMode.CONCURRENT)
class ExecutorEndIT {
    private Pipeline pipeline;
    private QueueReader queues;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        String broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(directory, broker);
        pipeline.awaitReady();
        queues = new QueueReader(broker);
    }

    @AfterEach
    void stop() throws IOException {
        queues.close();
        pipeline.close();
    }

    @Test
    void sigterm_lets_a_running_command_finish_and_its_result_is_published_and_nothing_is_delivered_again() {
        ServiceProcess first = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(first);
        pipeline.submit("five", "a.txt", "echo begin >> a.txt; sleep 5; echo end >> a.txt", Map.of());
        await().until(() -> queues.heardOf("five").contains("started"));

        first.terminate();

        assertThat(first.awaitExit(Duration.ofSeconds(30))).isIn(0, 143);
        assertThat(pipeline.story("five", 5).at("/status").asText()).isEqualTo("succeeded");
        ServiceProcess second = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(second);
        pipeline.submit("next", "a.txt", "echo next >> a.txt", Map.of());
        assertThat(pipeline.story("next", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.workspace().resolve("a.txt")).hasContent("begin\nend\nnext");
        assertThat(queues.heardOf("five")).containsExactly("started", "succeeded");
    }

    @Test
    void a_command_that_outlasts_the_grace_period_is_ended_and_reported_as_interrupted() {
        ServiceProcess executor = pipeline.startExecutor(Map.of("PATCHLINE_GRACE", "1s"));
        pipeline.awaitReady(executor);
        pipeline.submit("long", "a.txt", "sleep 60", Map.of());
        await().until(() -> queues.heardOf("long").contains("started"));

        executor.terminate();

        assertThat(executor.awaitExit(Duration.ofSeconds(20))).isIn(0, 143);
        JsonNode story = pipeline.story("long", 5);
        assertThat(story.at("/status").asText()).isEqualTo("interrupted");
        assertThat(queues.heardOf("long")).startsWith("started", "interrupted");
    }

    @Test
    void a_patch_whose_executor_dies_is_not_run_twice_but_reported_as_interrupted() throws IOException {
        ServiceProcess first = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(first);
        pipeline.submit("dies", "b.txt", "echo once >> b.txt; sleep 30", Map.of());
        await().until(() -> Files.exists(pipeline.workspace().resolve("b.txt")));

        first.kill9();
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));

        assertThat(pipeline.story("dies", 30).at("/status").asText()).isEqualTo("interrupted");
        assertThat(pipeline.workspace().resolve("b.txt")).hasContent("once");
    }

    @Test
    void file_changes_of_a_patch_whose_executor_dies_are_rolled_back_by_the_next() throws IOException {
        ServiceProcess first = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(first);
        Files.writeString(pipeline.workspace().resolve("before.txt"), "as it was");
        String patch = """
                {"id":"half","role":"file_patch","mutations":[{"path":"before.txt","contents":"changed"},
                 {"path":"new/file.txt","contents":"new"}],"postMutationBuild":"touch building; sleep 30"}""";
        assertThat(pipeline.post("/webhook", patch, Map.of()).statusCode()).isEqualTo(202);
        await().until(() -> Files.exists(pipeline.workspace().resolve("building")));
        assertThat(pipeline.workspace().resolve("before.txt")).hasContent("changed");

        first.kill9();
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));

        assertThat(pipeline.story("half", 30).at("/status").asText()).isEqualTo("interrupted");
        assertThat(pipeline.workspace().resolve("before.txt")).hasContent("as it was");
        assertThat(pipeline.workspace().resolve("new")).doesNotExist();
    }

    @Test
    void a_patch_of_file_changes_that_is_retried_begins_from_the_files_as_they_were() throws IOException {
        ServiceProcess executor = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(executor);
        Files.writeString(pipeline.workspace().resolve("count.txt"), "0");
        String patch = """
                {"id":"retried","role":"file_patch","retries":1,"mutations":[{"path":"count.txt","search":"0","replace":"1"}],
                 "postMutationBuild":"[ -e tried ] || { touch tried; exit 1; }"}""";
        assertThat(pipeline.post("/webhook", patch, Map.of()).statusCode()).isEqualTo(202);

        assertThat(pipeline.story("retried", 30).at("/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.workspace().resolve("count.txt")).hasContent("1");
    }

    @Test
    void an_idempotent_patch_whose_executor_dies_is_run_again() {
        ServiceProcess first = pipeline.startExecutor(Map.of());
        pipeline.awaitReady(first);
        String secondTimeIsQuick = "if [ -e seen ]; then echo done > c.txt; else touch seen; sleep 30; fi";
        pipeline.submit("safe", "c.txt", secondTimeIsQuick, Map.of("idempotent", true));
        await().until(() -> Files.exists(pipeline.workspace().resolve("seen")));

        first.kill9();
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));

        JsonNode story = pipeline.story("safe", 30);
        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(story.at("/attempt").asInt()).isEqualTo(2);
        assertThat(pipeline.workspace().resolve("c.txt")).hasContent("done");
    }
}

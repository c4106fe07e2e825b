package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Patches end because somebody asks for it, wherever they are. */
@Execution(ExecutionMode.CONCURRENT)
class CancelIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Path home;
    private Pipeline pipeline;
    private QueueReader queues;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        home = directory;
        String broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(directory, broker);
        pipeline.awaitReady();
        queues = new QueueReader(broker);
        queues.watchDeadLetters();
    }

    @AfterEach
    void stop() throws IOException {
        queues.close();
        pipeline.close();
    }

    @Test
    void a_patch_that_is_cancelled_while_it_waits_is_never_run_also_not_by_an_executor_that_starts_later() {
        pipeline.submit("never", "a.txt", "echo never >> a.txt", Map.of());
        pipeline.submit("next", "a.txt", "echo next >> a.txt", Map.of());

        HttpResponse<String> first = cancel("never");
        HttpResponse<String> again = cancel("never");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(202);
        JsonNode asked = Pipeline.json(again);
        assertThat(asked.at("/status").asText()).isEqualTo("queued");
        assertThat(asked.at("/timeline/1/what").asText()).isEqualTo("cancel_requested");
        assertThat(asked.at("/timeline/1/by").asText()).isEqualTo("tests");
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));
        JsonNode story = pipeline.story("never", 20);
        assertThat(story.at("/status").asText()).isEqualTo("cancelled");
        assertThat(story.at("/code").asText()).isEqualTo("cancelled");
        assertThat(story.at("/summary").asText()).isEqualTo("cancelled on request of tests");
        assertThat(story.at("/dead_letter").asBoolean()).isFalse();
        assertThat(pipeline.story("next", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.workspace().resolve("a.txt")).hasContent("next");
        assertThat(queues.heardOf("never")).containsExactly("cancel_requested", "cancelled");
        assertThat(queues.deadLetters()).isEmpty();
        assertThat(cancel("never").statusCode()).isEqualTo(200);
        HttpResponse<String> over = cancel("next");
        assertThat(over.statusCode()).isEqualTo(409);
        assertThat(Pipeline.json(over).at("/code").asText()).isEqualTo("already_over");
        assertThat(cancel("unheard-of").statusCode()).isEqualTo(404);
    }

    @Test
    void a_patch_that_is_cancelled_while_it_runs_is_killed_with_all_that_it_started() throws IOException {
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));
        pipeline.submit(
                "tree", "b.txt", "(while sleep 0.2; do date +%s%N > beat.txt; done) & echo begun; sleep 60", Map.of());
        await().atMost(SOON).until(() -> Files.exists(pipeline.workspace().resolve("beat.txt")));

        HttpResponse<String> ended = pipeline.post("/v1/patches/tree/cancel", "", Map.of("Prefer", "wait=20"));

        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(Pipeline.json(ended).at("/status").asText()).isEqualTo("cancelled");
        assertThat(Pipeline.json(ended)
                        .at("/outcome/report/commands/0/output/head")
                        .asText())
                .contains("begun");
        String last = Files.readString(pipeline.workspace().resolve("beat.txt"));
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertThat(pipeline.workspace().resolve("beat.txt")).hasContent(last);
    }

    @Test
    void a_patch_that_is_cancelled_while_it_waits_for_another_attempt_or_for_a_slot_ends_at_once() {
        pipeline.awaitReady(pipeline.startExecutor(Map.of("PATCHLINE_SLOTS", "1")));
        pipeline.submit("retries", "c.txt", "echo try >> c.txt; exit 1", Map.of("retries", 10));
        // Three have failed: the pause is two to four seconds now, and a cancelled patch does not sit it out.
        await().atMost(SOON)
                .until(() -> queues.heardOf("retries").stream()
                                .filter("retrying"::equals)
                                .count()
                        == 3);

        HttpResponse<String> ended = pipeline.post("/v1/patches/retries/cancel", "", Map.of("Prefer", "wait=2"));

        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(Pipeline.json(ended).at("/status").asText()).isEqualTo("cancelled");
        assertThat(queues.heardOf("retries")).endsWith("retrying", "cancel_requested", "cancelled");
        assertThat(pipeline.workspace().resolve("c.txt")).hasContent("try\ntry\ntry");

        pipeline.submit("busy", "d.txt", "sleep 30", Map.of());
        await().atMost(SOON).until(() -> queues.heardOf("busy").contains("started"));
        pipeline.submit("behind", "e.txt", "echo behind > e.txt", Map.of());
        HttpResponse<String> waited = pipeline.post("/v1/patches/behind/cancel", "", Map.of("Prefer", "wait=10"));
        assertThat(Pipeline.json(waited).at("/status").asText()).isEqualTo("cancelled");
        assertThat(pipeline.story("busy", 0).at("/status").asText()).isEqualTo("running");
        assertThat(pipeline.workspace().resolve("e.txt")).doesNotExist();
    }

    @Test
    void who_may_submit_may_cancel_his_own_and_who_may_operate_those_of_all() throws IOException {
        String other = "pl_another_token_0123456789abcdefghijklm";
        Files.writeString(
                home.resolve("tokens"),
                "\nother:submit:" + Digest.sha256Hex(other.getBytes(StandardCharsets.UTF_8)) + "\n",
                StandardOpenOption.APPEND);
        pipeline.submit("tests-own", "a.txt", "true", Map.of());
        Map<String, String> asOther = Map.of("X-Patchline-Token", other);
        await().atMost(SOON)
                .until(() -> pipeline.post("/webhook", Pipeline.body("others", "a.txt", "true", Map.of()), asOther)
                                .statusCode()
                        == 202);

        HttpResponse<String> refused = pipeline.post("/v1/patches/tests-own/cancel", "", asOther);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Pipeline.json(refused).at("/detail").asText()).contains("operate");
        assertThat(pipeline.post("/v1/patches/others/cancel", "", asOther).statusCode())
                .isEqualTo(202);
        assertThat(cancel("tests-own").statusCode()).isEqualTo(202);
    }

    private HttpResponse<String> cancel(String id) {
        return pipeline.post("/v1/patches/" + id + "/cancel", "", Map.of());
    }
}

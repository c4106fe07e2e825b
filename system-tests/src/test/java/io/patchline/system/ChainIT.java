package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Delivery;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain on a real broker: webhook, lane queue, executor, results, log, status, dead letters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainIT {
    private Pipeline pipeline;
    private QueueReader queues;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        String broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(directory, broker);
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
        queues = new QueueReader(broker);
        queues.watchDeadLetters();
    }

    @AfterAll
    void stop() throws IOException {
        queues.close();
        pipeline.close();
    }

    @Test
    void the_originals_own_sample_is_accepted_executed_and_its_result_published() {
        String sample = """
                {"id":"test","role":"command_patch","target_file":"/tmp/test.log","patch":"echo test"}""";

        HttpResponse<String> answer = pipeline.post("/webhook", sample, Map.of());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/v1/patches/test");
        JsonNode story = pipeline.story("test", 20);
        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(story.at("/outcome/report/commands/0/output/head").asText()).isEqualTo("test\n");
        assertThat(story.at("/timeline").findValuesAsText("what")).containsExactly("queued", "started", "succeeded");
        await().untilAsserted(() -> assertThat(queues.heardOf("test")).containsExactly("started", "succeeded"));
    }

    @Test
    void a_patch_can_be_read_as_it_was_submitted_the_moment_after_its_202() {
        for (int i = 0; i < 30; i++) {
            String id = "read-back-" + i;
            pipeline.submit(id, "lane-" + i, "true", Map.of());

            HttpResponse<String> patch = pipeline.get("/v1/patches/" + id + "/patch", Map.of());

            assertThat(patch.statusCode()).as(patch.body()).isEqualTo(200);
            assertThat(Pipeline.json(patch).get("id").asText()).isEqualTo(id);
        }
    }

    @Test
    void the_originals_health_check_answers() {
        assertThat(pipeline.status(pipeline.ingest(), "/health")).isEqualTo(200);
    }

    @Test
    void what_cannot_be_answered_is_a_problem_that_says_what_to_do() {
        assertThat(pipeline.story("never-heard-of", 0).at("/code").asText()).isEqualTo("not_found");
        HttpResponse<String> notJson = pipeline.post("/webhook", "patch it", Map.of());
        assertThat(notJson.statusCode()).isEqualTo(400);
        assertThat(Pipeline.json(notJson).at("/code").asText()).isEqualTo("malformed_json");
        assertThat(notJson.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        HttpResponse<String> empty = pipeline.post("/webhook", "{}", Map.of());
        assertThat(empty.statusCode()).isIn(400, 422);
        HttpResponse<String> large = pipeline.post("/webhook", "{\"x\":\"" + "y".repeat(2 << 20) + "\"}", Map.of());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(Pipeline.json(large).at("/retryable").asBoolean()).isFalse();
    }

    @Test
    void nobody_gets_in_without_a_token_or_with_a_wrong_one() {
        for (String token : new String[] {"", "Bearer wrong", "Basic " + Pipeline.TOKEN}) {
            assertThat(pipeline.statusWith(token, "/v1/patches/test")).isEqualTo(401);
        }
        assertThat(pipeline.statusWith("Bearer " + Pipeline.TOKEN, "/v1/patches/nobody"))
                .isEqualTo(404);
    }

    @Test
    void a_client_that_prefers_to_wait_gets_the_outcome_at_once() throws IOException {
        String patch = Pipeline.body("waits", "a.txt", "echo done > waited.txt", Map.of());

        HttpResponse<String> answer = pipeline.post("/webhook", patch, Map.of("Prefer", "wait=20"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Pipeline.json(answer).at("/status").asText()).isEqualTo("succeeded");
        assertThat(Files.readString(pipeline.workspace().resolve("waited.txt"))).isEqualTo("done\n");
    }

    @Test
    void a_client_that_waits_for_a_failure_is_told_of_its_dead_letter() {
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = pipeline.post(
                    "/webhook", Pipeline.body("waits-" + i, "a.txt", "exit 3", Map.of()), Map.of("Prefer", "wait=20"));

            assertThat(Pipeline.json(answer).at("/status").asText()).isEqualTo("failed");
            assertThat(Pipeline.json(answer).at("/dead_letter").asBoolean()).isTrue();
        }
    }

    @Test
    void a_patch_that_fails_is_told_so_and_lies_in_the_dead_letters_with_its_reason_and_its_own_bytes() {
        pipeline.submit("fails", "b.txt", "echo so far; exit 3", Map.of());

        JsonNode story = pipeline.story("fails", 20);

        assertThat(story.at("/status").asText()).isEqualTo("failed");
        assertThat(story.at("/code").asText()).isEqualTo("command_failed");
        assertThat(story.at("/outcome/report/commands/0/output/head").asText()).isEqualTo("so far\n");
        Delivery dead =
                await().until(() -> deadLetterOf("fails"), Optional::isPresent).orElseThrow();
        assertThat(dead.getProperties().getHeaders())
                .containsEntry("patchline-run", 2)
                .containsEntry("patchline-failed-run", 1)
                .containsEntry("patchline-exit-code", 3)
                .hasEntrySatisfying(
                        "patchline-reason", reason -> assertThat(reason).hasToString("command_failed"));
        assertThat(new String(dead.getBody(), StandardCharsets.UTF_8)).contains("echo so far; exit 3");
        await().untilAsserted(() ->
                assertThat(queues.heardOf("fails")).containsExactly("started", "failed", "dead_lettered"));
    }

    @Test
    void a_patch_that_runs_too_long_is_ended_and_reported_as_timed_out() {
        pipeline.submit("slow", "c.txt", "echo begun; sleep 60", Map.of("timeout", "1s"));

        JsonNode story = pipeline.story("slow", 20);

        assertThat(story.at("/status").asText()).isEqualTo("timed_out");
        assertThat(story.at("/outcome/report/commands/0/output/head").asText()).isEqualTo("begun\n");
    }

    @Test
    void a_failed_attempt_is_tried_again_in_its_place_as_often_as_the_patch_asks() {
        String failsOnce = "[ -e tried ] || { touch tried; exit 1; }";

        pipeline.submit("tries", "d.txt", failsOnce, Map.of("retries", 1));

        assertThat(pipeline.story("tries", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.story("tries", 0).at("/timeline").findValuesAsText("what"))
                .containsExactly("queued", "started", "retrying", "started", "succeeded");
    }

    @Test
    void the_same_patch_again_is_answered_with_its_story_and_other_content_under_its_id_with_a_conflict() {
        pipeline.submit("again", "e.txt", "echo once >> once.txt", Map.of());
        pipeline.story("again", 20);

        HttpResponse<String> same = pipeline.submit("again", "e.txt", "echo once >> once.txt", Map.of());
        HttpResponse<String> other = pipeline.submit("again", "e.txt", "echo twice >> once.txt", Map.of());

        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(same.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(pipeline.workspace().resolve("once.txt")).hasContent("once");
    }

    @Test
    void patches_of_one_lane_run_in_the_order_in_which_they_were_accepted() {
        for (int i = 0; i < 20; i++) {
            pipeline.submit("order-" + i, "order.txt", "echo " + i + " >> order.txt", Map.of());
        }

        pipeline.story("order-19", 30);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(pipeline.workspace().resolve("order.txt"))
                        .hasContent("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19"));
    }

    private Optional<Delivery> deadLetterOf(String patch) {
        return queues.deadLetters().stream()
                .filter(letter -> patch.equals(letter.getProperties().getMessageId()))
                .findFirst();
    }
}

package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code patchline} as users run it, against real services: each command and each exit code that real services can bring about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {
    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    private Pipeline pipeline;
    private Path directory;
    private Path token;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        token = Files.writeString(directory.resolve("token"), Pipeline.TOKEN + "\n");
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
        await("the executor is heard").atMost(SOON).until(() -> run("executors").exit() == 0);
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    private CommandLine.Ended run(String... arguments) {
        return runAs(token, arguments);
    }

    private CommandLine.Ended runAs(Path credentials, String... arguments) {
        try (CommandLine command =
                CommandLine.start(directory, pipeline.ingest().at("").toString(), credentials, arguments)) {
            return command.await(SOON);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_patch_is_submitted_waited_for_shown_and_its_output_printed() {
        String id = run("submit", "--command", "echo one; echo two").out().strip();

        CommandLine.Ended waited = run("wait", id);
        assertThat(waited.exit()).as("%s", waited).isZero();
        assertThat(json(waited.out()).path("status").asText()).isEqualTo("succeeded");
        assertThat(json(run("get", id).out())
                        .at("/outcome/report/commands/0/output/head")
                        .asText())
                .isEqualTo("one\ntwo\n");
        assertThat(json(run("get", id, "--submitted").out()).toString()).contains("echo one; echo two");
        assertThat(run("logs", id).out()).isEqualTo("one\ntwo\n");
        assertThat(run("logs", id, "-f").out()).isEqualTo("one\ntwo\n");
        assertThat(run("logs", id, "--tail", "1").out()).isEqualTo("two\n");
        assertThat(run("list", "--text", id, "-o", "jsonl").out().lines()).hasSize(1);
        assertThat(run("cancel", id).exit()).as("over already").isEqualTo(5);
    }

    @Test
    void a_diff_from_a_file_changes_the_workspace() throws IOException {
        Files.writeString(pipeline.workspace().resolve("greeting.txt"), "hello\n");
        Path diff = Files.writeString(
                directory.resolve("x.diff"),
                "--- a/greeting.txt\n+++ b/greeting.txt\n@@ -1 +1 @@\n-hello\n+good day\n");

        assertThat(run("submit", "--diff", diff.toString(), "--dry-run", "--wait")
                        .exit())
                .isZero();
        assertThat(pipeline.workspace().resolve("greeting.txt")).hasContent("hello");
        assertThat(run("submit", "--diff", diff.toString(), "--wait").exit()).isZero();
        assertThat(pipeline.workspace().resolve("greeting.txt")).hasContent("good day");
    }

    @Test
    void a_patch_that_fails_is_6_and_is_replayed_mended_and_discarded_as_a_dead_letter() {
        CommandLine.Ended failed = run("submit", "--command", "[ -e mended ] || exit 3", "--id", "cli-dead", "--wait");
        assertThat(failed.exit()).isEqualTo(6);
        assertThat(failed.err()).contains("exited with code 3").contains("dead-letters replay cli-dead");
        assertThat(run("dead-letters", "show", "cli-dead").out()).contains("command_failed");

        assertThat(run("dead-letters", "replay", "cli-dead").exit()).isZero();
        assertThat(run("wait", "cli-dead").exit()).isEqualTo(6);
        String mended = run("dead-letters", "mend", "cli-dead", "--command", "true")
                .out()
                .strip();
        assertThat(run("wait", mended).exit()).isZero();

        run("submit", "--command", "exit 9", "--id", "cli-many", "--lane", "cli many", "--wait");
        assertThat(run("dead-letters", "discard", "--lane", "cli many").exit())
                .as("asks first")
                .isEqualTo(2);
        assertThat(run("dead-letters", "discard", "--lane", "cli many", "--yes").exit())
                .isZero();
        assertThat(run("dead-letters", "list", "--lane", "cli many").out().strip())
                .isEqualTo("[ ]");
        assertThat(run("dead-letters", "discard", "cli-dead").exit())
                .as("mended, so dead no more")
                .isEqualTo(5);
    }

    @Test
    void what_runs_is_seen_and_cancelled() {
        String id = run("submit", "--command", "sleep 60").out().strip();
        try {
            assertThat(run("wait", id, "--timeout", "1s").exit()).isEqualTo(124);
            CommandLine.Ended lanes = run("lanes");
            assertThat(lanes.out()).as("%s", lanes).contains(id);
            assertThat(json(run("executors").out()).at("/executors/0/runs").asInt())
                    .isPositive();
        } finally {
            assertThat(run("cancel", id).exit()).isZero();
        }
        assertThat(run("logs", "-f", id).exit()).isEqualTo(6);
    }

    @Test
    void what_happens_is_watched_from_any_event_on() {
        run("submit", "--command", "true", "--id", "cli-watched", "--wait");

        CommandLine.Ended all = run("watch", "--from-beginning", "--patch", "cli-watched", "--count", "3");
        assertThat(all.out().lines()).hasSize(3).last().asString().contains("patchline.patch.succeeded");
        String first =
                json(all.out().lines().findFirst().orElseThrow()).path("event").asText();
        assertThat(run("watch", "--after", first, "--patch", "cli-watched", "--count", "2")
                        .out()
                        .lines()
                        .toList())
                .isEqualTo(all.out().lines().skip(1).toList());
    }

    @Test
    void refusals_unknown_ids_and_wrong_tokens_have_codes_of_their_own() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong"), "pl_wrong");

        assertThat(run("submit", "--diff", "/dev/null").exit()).isEqualTo(5);
        assertThat(run("get", "no-such-patch").exit()).isEqualTo(3);
        assertThat(runAs(wrong, "lanes").exit()).isEqualTo(4);
        assertThat(run("lanes", "--url", "http://127.0.0.1:9", "--token-file", token.toString())
                        .exit())
                .isEqualTo(7);
    }

    @Test
    void the_doctor_finds_nothing_broken_and_proves_the_chain() {
        CommandLine.Ended doctor = run("doctor", "--prove", "--json");

        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(json(doctor.out()).path("findings"))
                .filteredOn(finding -> !finding.path("link").asText().equals("dead-letters"))
                .allSatisfy(finding -> assertThat(finding.path("grade").asText())
                        .as("%s", finding)
                        .isIn("ok", "skipped"));
        assertThat(run("prove").out()).contains("published to patches.results");
    }
}

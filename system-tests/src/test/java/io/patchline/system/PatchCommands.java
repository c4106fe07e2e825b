package io.patchline.system;

import static io.patchline.system.CommandSite.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code submit}, {@code get}, {@code list}, {@code wait}, {@code logs}, {@code watch} and {@code cancel}. */
interface PatchCommands {
    CommandSite site();

    @Test
    default void a_patch_is_submitted_waited_for_shown_and_its_output_printed() {
        String id =
                site().run("submit", "--command", "echo one; echo two").out().strip();

        CommandLine.Ended waited = site().run("wait", id);
        assertThat(waited.exit()).as("%s", waited).isZero();
        assertThat(json(waited.out()).path("status").asText()).isEqualTo("succeeded");
        assertThat(json(site().run("get", id).out())
                        .at("/outcome/report/commands/0/output/head")
                        .asText())
                .isEqualTo("one\ntwo\n");
        assertThat(json(site().run("get", id, "--submitted").out()).toString()).contains("echo one; echo two");
        assertThat(site().run("logs", id).out()).isEqualTo("one\ntwo\n");
        assertThat(site().run("logs", id, "-f").out()).isEqualTo("one\ntwo\n");
        assertThat(site().run("logs", id, "--tail", "1").out()).isEqualTo("two\n");
        assertThat(site().run("list", "--text", id, "-o", "jsonl").out().lines())
                .hasSize(1);
        assertThat(site().run("cancel", id).exit()).as("over already").isEqualTo(5);
    }

    @Test
    default void a_diff_from_a_file_is_tried_and_then_changes_the_workspace() throws IOException {
        Path greeting = site().pipeline().workspace().resolve("greeting.txt");
        Files.writeString(greeting, "hello\n");
        Path diff = site().write("x.diff", "--- a/greeting.txt\n+++ b/greeting.txt\n@@ -1 +1 @@\n-hello\n+good day\n");

        String tried = site().run("submit", "--diff", diff.toString(), "--dry-run", "--wait")
                .out()
                .strip();
        assertThat(greeting).hasContent("hello");
        JsonNode preview = json(site().run("get", tried).out());
        assertThat(preview.path("status").asText()).as("%s", preview).isEqualTo("succeeded");
        assertThat(preview.at("/outcome/report/diff").asText()).contains("+good day");
        assertThat(site().run("submit", "--diff", diff.toString(), "--wait").exit())
                .isZero();
        assertThat(greeting).hasContent("good day");
    }

    @Test
    default void a_whole_patch_comes_by_standard_input_and_is_followed() {
        CommandLine.Ended followed = site().runWith(
                        "{\"id\":\"cli-stdin\",\"role\":\"command_patch\",\"patch\":\"echo heard; exit 4\"}",
                        "submit",
                        "-f",
                        "-",
                        "--follow");

        assertThat(followed.out()).isEqualTo("heard\n");
        assertThat(followed.exit()).as("%s", followed).isEqualTo(6);
        assertThat(site().runWith("echo again", "submit", "--command", "-", "--id", "cli-stdin")
                        .exit())
                .as("another patch under the same id")
                .isEqualTo(5);
    }

    @Test
    default void what_runs_is_seen_and_cancelled() {
        String id = site().run("submit", "--command", "sleep 60").out().strip();
        try {
            assertThat(site().run("wait", id, "--timeout", "1s").exit()).isEqualTo(124);
            CommandLine.Ended lanes = site().run("lanes");
            assertThat(lanes.out()).as("%s", lanes).contains(id);
            assertThat(json(site().run("executors").out())
                            .at("/executors/0/runs")
                            .asInt())
                    .isPositive();
        } finally {
            assertThat(site().run("cancel", id).exit()).isZero();
        }
        assertThat(site().run("logs", "-f", id).exit()).isEqualTo(6);
    }

    @Test
    default void what_happens_is_watched_from_any_event_on() {
        site().run("submit", "--command", "true", "--id", "cli-watched", "--wait");

        CommandLine.Ended all = site().run("watch", "--from-beginning", "--patch", "cli-watched", "--count", "3");
        assertThat(all.out().lines()).hasSize(3).last().asString().contains("patchline.patch.succeeded");
        String first =
                json(all.out().lines().findFirst().orElseThrow()).path("event").asText();
        assertThat(site().run("watch", "--after", first, "--patch", "cli-watched", "--count", "2")
                        .out()
                        .lines()
                        .toList())
                .isEqualTo(all.out().lines().skip(1).toList());
    }

    @Test
    default void refusals_unknown_ids_wrong_tokens_and_wrong_addresses_have_codes_of_their_own() {
        Path wrong = site().write("wrong", "pl_wrong");
        String token = site().token().toString();

        assertThat(site().run("submit", "--diff", "/dev/null").exit()).isEqualTo(5);
        assertThat(site().run("get", "no-such-patch").exit()).isEqualTo(3);
        assertThat(site().runAs(wrong, "lanes").exit()).isEqualTo(4);
        assertThat(site().run("lanes", "--url", "http://127.0.0.1:9", "--token-file", token)
                        .exit())
                .isEqualTo(7);
        CommandLine.Ended another = site().run("lanes", "--url", site().executorUrl(), "--token-file", token);
        assertThat(another.exit()).as("%s", another).isEqualTo(1);
        assertThat(another.err()).contains("not_patchline");
        assertThat(site().run("lanes", "--of", "nobody").exit()).isEqualTo(2);
    }
}

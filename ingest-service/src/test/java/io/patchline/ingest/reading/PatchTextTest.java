package io.patchline.ingest.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code patch} that is a string: run, applied or refused. */
class PatchTextTest {
    private static final String UNIFIED = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    private static final String HUNKS = "@@ -1 +1 @@\n-a\n+b\n";

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"command_patch", "system", "assistant"})
    void a_diff_is_applied_whatever_the_role(@Nullable String role) {
        assertThat(Submitting.patch(body(role, "main", UNIFIED)).actions())
                .containsExactly(new PatchAction.ApplyDiff(UNIFIED, Optional.empty()));
        assertThat(Submitting.patch(body(role, "src/x", HUNKS)).actions())
                .containsExactly(new PatchAction.ApplyDiff(HUNKS, Optional.of(new FilePath("src/x"))));
    }

    @Test
    void a_diff_that_names_no_file_needs_a_target_file_in_the_workspace() {
        List<Problem> without = Submitting.problems(body("system", null, HUNKS));
        assertThat(Submitting.places(without)).isEqualTo("/patch invalid_patch");
        assertThat(Submitting.details(without)).contains("\"target_file\"");
        List<Problem> outside = Submitting.problems(body("system", "/etc/passwd", HUNKS));
        assertThat(Submitting.places(outside)).isEqualTo("/target_file invalid_patch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "assistant", "Command", "command"})
    void prose_is_never_run(String role) {
        ParseResult reading = Submitting.reading(body(role, "a", "Please delete everything."));
        assertThat(reading).isInstanceOfSatisfying(ParseResult.Unreadable.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_EXECUTABLE);
            assertThat(Submitting.places(refused.problems())).isEqualTo("/patch not_executable");
            assertThat(Submitting.details(refused.problems()))
                    .contains("\"command_patch\"")
                    .doesNotContain("delete");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-patch", "Command_Patch", "commandPatch", "comand_patch"})
    void a_role_that_is_nearly_a_command_role_is_not_one(String role) {
        List<Problem> problems = Submitting.problems(body(role, "a", "ls"));
        assertThat(Submitting.places(problems)).isEqualTo("/patch not_executable");
        assertThat(Submitting.details(problems)).contains("Did you mean \"command_patch\"?");
    }

    @Test
    void without_a_role_a_text_is_not_run() {
        List<Problem> problems = Submitting.problems(body(null, "a", "ls"));
        assertThat(Submitting.places(problems)).isEqualTo("/role not_executable");
        assertThat(Submitting.places(Submitting.problems("{\"patch\":{\"id\":\"p\",\"patch\":\"ls\"}}")))
                .isEqualTo("/patch/role not_executable");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"command_patch", "system"})
    void json_within_a_string_is_neither_run_nor_taken_apart(@Nullable String role) {
        List<Problem> problems = Submitting.problems(body(role, "a", " {\"mutations\": []}"));
        assertThat(Submitting.places(problems)).isEqualTo("/patch invalid_patch");
        assertThat(Submitting.details(problems)).contains("Send it as an object");
    }

    @Test
    void a_script_that_begins_with_a_group_is_a_command() {
        assertThat(Submitting.patch(body("command_patch", "a", "{ ls; }")).actions())
                .containsExactly(new PatchAction.RunCommand("{ ls; }"));
    }

    @Test
    void a_script_in_a_markdown_fence_is_not_run() {
        List<Problem> problems = Submitting.problems(body("command_patch", "a", "```bash\nls\n```"));
        assertThat(Submitting.places(problems)).isEqualTo("/patch invalid_patch");
        assertThat(Submitting.details(problems)).contains("fence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\n"})
    void blank_text_is_refused(String text) {
        assertThat(Submitting.places(Submitting.problems(body("command_patch", "a", text))))
                .isEqualTo("/patch invalid_patch");
    }

    @Test
    void command_roles_are_configured() {
        ValidationRules defaults = ValidationRules.DEFAULTS;
        PatchParser reader = Submitting.reader(new ValidationRules(
                defaults.maxBodyBytes(),
                defaults.maxNesting(),
                defaults.maxProblems(),
                Set.of("shell"),
                defaults.defaultTimeout(),
                defaults.longestTimeout(),
                defaults.mostRetries()));
        assertThat(reader.read("{\"role\":\"shell\",\"patch\":\"ls\"}".getBytes(UTF_8)))
                .isInstanceOf(ParseResult.Understood.class);
        assertThat(Submitting.places(Submitting.problems(
                        reader.read("{\"role\":\"command_patch\",\"patch\":\"ls\"}".getBytes(UTF_8)))))
                .isEqualTo("/patch not_executable");
    }

    private static String body(@Nullable String role, @Nullable String target, String patch) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return body.put("role", role)
                .put("target_file", target)
                .put("patch", patch)
                .toString();
    }
}

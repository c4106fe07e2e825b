package io.patchline.executor.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message of an older door, or of somebody else: what the recogniser does not call a command is not run. */
class PatchTextRefusalTest {
    private static final String DIFF = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n touch canary\n-a\n+b\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                DIFF,
                "Here it is:\n" + DIFF,
                "```diff\n" + DIFF + "```",
                "set -e\n" + DIFF,
                "{ \"mutations\": [] }"
            })
    void a_patch_with_such_a_command_is_refused_whole(String script) {
        assertThat(PatchTextRefusal.of(patch("true", script))).hasValueSatisfying(outcome -> {
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            Outcome.Refused refused = (Outcome.Refused) outcome;
            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_EXECUTABLE);
            assertThat(refused.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/actions/1"));
        });
    }

    @Test
    void a_script_that_applies_a_diff_is_run() {
        assertThat(PatchTextRefusal.of(patch("git apply <<'EOF'\n" + DIFF + "EOF\n", "make")))
                .isEmpty();
    }

    private static Patch patch(String... scripts) {
        return new Patch(
                new PatchId("p"),
                Optional.of("command_patch"),
                Optional.empty(),
                new Lane("p"),
                Stream.of(scripts).<PatchAction>map(PatchAction.RunCommand::new).toList(),
                new RunOptions(
                        Duration.ofSeconds(5), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }
}

package io.patchline.executor.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.ProcessResult;
import io.patchline.outcome.CapturedOutput;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandAdviceTest {
    @Test
    void a_command_that_missed_the_network_is_told_that_it_had_none() {
        assertThat(CommandAdvice.of(exited(6, "curl: (6) Could not resolve host: example.com\n"), false))
                .contains("no network");
        assertThat(CommandAdvice.of(exited(6, "curl: (6) Could not resolve host: example.com\n"), true))
                .isEmpty();
        assertThat(CommandAdvice.of(exited(1, "3 tests failed\n"), false)).isEmpty();
    }

    @Test
    void a_missing_apply_patch_says_where_a_patch_goes() {
        assertThat(CommandAdvice.of(exited(127, "script: line 2: apply_patch: command not found\n"), true))
                .contains("*** Begin Patch");
        assertThat(CommandAdvice.of(exited(127, "script: line 2: foo: command not found\n"), true))
                .contains("\"foo\" is no program here", "run by bash");
        assertThat(CommandAdvice.of(exited(3, "script: line 2: foo: command not found\n"), true))
                .isEmpty();
    }

    @Test
    void a_text_that_bash_cannot_read_and_a_place_that_cannot_be_written_are_told() {
        assertThat(CommandAdvice.of(
                        exited(2, "/run/patch/script: line 2: syntax error near unexpected token `('\n"), true))
                .contains("here-document: python3 - <<'EOF'");
        assertThat(CommandAdvice.of(exited(1, "/run/patch/script: line 1: /etc/motd: Read-only file system\n"), true))
                .contains("in the workspace, where it starts, and in /tmp");
    }

    @Test
    void what_a_command_left_running_is_told_however_it_exited() {
        ProcessResult left = new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO, List.of("sh", "sleep"));
        assertThat(CommandAdvice.remaining(left))
                .hasValueSatisfying(note -> assertThat(note).contains("ended with it: sh, sleep", "(wait)"));
        assertThat(CommandAdvice.remaining(exited(0, ""))).isEmpty();
        assertThat(CommandAdvice.running(List.of("python3"))).contains("What ran then: python3");
        assertThat(CommandAdvice.running(List.of())).isEmpty();
    }

    @Test
    void the_end_of_the_output_is_shown_in_short_lines() {
        assertThat(CommandAdvice.lastLines(output("a\nb\n\nc\nServing on 8000\n")))
                .isEqualTo(". Its last lines: b | c | Serving on 8000");
        assertThat(CommandAdvice.lastLines(output("x".repeat(500)))).hasSizeLessThan(150);
        assertThat(CommandAdvice.lastLines(CapturedOutput.NONE)).isEqualTo(". It had written nothing");
    }

    private static ProcessResult.Exited exited(int code, String text) {
        return new ProcessResult.Exited(code, output(text), Duration.ZERO);
    }

    private static CapturedOutput output(String text) {
        return new CapturedOutput(text, "", text.length(), 0);
    }
}

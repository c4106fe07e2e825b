package io.patchline.executor.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.ProcessResult;
import io.patchline.outcome.CapturedOutput;
import java.time.Duration;
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
                .isEmpty();
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

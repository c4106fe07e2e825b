package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.ProcessResult;
import org.junit.jupiter.api.Test;

/** How commands end in Landlock. */
class LandlockEndingIT extends EndingCases {
    LandlockEndingIT() {
        super(Workbench.landlock());
    }

    @Test
    void case_43_a_script_that_exits_with_128_and_a_signal_is_told_from_one_that_died_of_it() {
        assertExited(bench.run("exit 137"), 137, "");
        assertExited(bench.run("exit 143"), 143, "");
        assertThat(((ProcessResult.Exited) bench.run("bash -c 'kill -KILL $$'")).code())
                .as("a shell ends so when its last program was killed")
                .isEqualTo(137);
        assertThat(((ProcessResult.Signalled) bench.run("kill -KILL $$")).code())
                .isEmpty();
    }
}

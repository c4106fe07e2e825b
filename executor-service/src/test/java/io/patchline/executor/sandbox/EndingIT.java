package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.ProcessResult;
import org.junit.jupiter.api.Test;

/** How commands end in bubblewrap. */
class EndingIT extends EndingCases {
    EndingIT() {
        super(Workbench.bubblewrap());
    }

    @Test
    void case_43_a_script_that_exits_with_128_and_a_signal_cannot_be_told_from_one_whose_program_died_of_it() {
        ProcessResult own = bench.run("exit 137");
        ProcessResult program = bench.run("bash -c 'kill -KILL $$'");

        assertSignalled(own, "SIGKILL");
        assertSignalled(program, "SIGKILL");
        assertThat(((ProcessResult.Signalled) own).code()).contains(137);
        assertExited(bench.run("exit 128"), 128, "");
        assertExited(bench.run("exit 200"), 200, "");
    }
}

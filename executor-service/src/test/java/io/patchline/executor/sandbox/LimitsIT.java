package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.Workbench.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.ProcessResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a command cannot have more of, and what it can: the cases 13, 27 and 28. */
class LimitsIT {
    @RegisterExtension
    static final Workbench BENCH = Workbench.bubblewrap();

    @Test
    void case_13_a_fork_bomb_stays_within_its_processes_and_ends_with_its_timeout() {
        ProcessResult result =
                BENCH.run(ask("bomb() { bomb | bomb & }; bomb; sleep 4242").within(Duration.ofSeconds(2)));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void case_13_no_more_processes_run_at_once_than_the_limit() {
        String count = BENCH.outputOf(
                "perl -e 'for (1..200) { $p = fork; last unless defined $p; $p or sleep 60; $n++ } print $n'");
        assertThat(Integer.parseInt(count)).isBetween(58, 63);
    }

    @Test
    void case_27_memory_file_systems_end_at_their_size_and_the_rest_is_read_only() {
        assertThat(megabytesInto("/tmp")).isBetween(14L, 17L);
        assertThat(megabytesInto("/dev/shm")).isBetween(62L, 65L);
        assertThat(megabytesInto("/run")).isLessThanOrEqualTo(2L);
        assertThat(
                        BENCH.outputOf(
                                "for d in /dev /usr /etc / /proc; do { echo x >$d/full; } 2>/dev/null && echo $d; done; echo none"))
                .isEqualTo("none\n");
    }

    @Test
    void case_27_a_file_in_the_workspace_ends_at_its_size_and_the_workspace_does_not() {
        ProcessResult one = BENCH.run("head -c 20000000 /dev/zero >big; echo $?; stat -c %s big");
        assertThat(one.output().tail() + one.output().head()).contains("153").endsWith("8388608\n");

        assertThat(BENCH.outputOf("for i in 1 2 3; do head -c 8000000 /dev/zero >f$i; done; cat f* | wc -c"))
                .as("not enforced: the workspace as a whole")
                .isEqualTo("24000000\n");
    }

    @Test
    void case_28_many_files_do_no_harm_but_are_not_prevented() {
        assertThat(BENCH.outputOf(ask("mkdir d; cd d; seq 100000 | xargs touch; ls -f | wc -l; cd ..; rm -r d")))
                .isEqualTo("100002\n");
    }

    @Test
    void no_core_is_dumped() {
        assertThat(BENCH.outputOf("ulimit -c; bash -c 'kill -SEGV $$'; ls"))
                .startsWith("0\n")
                .doesNotContain("core\n");
    }

    private long megabytesInto(String directory) {
        return Long.parseLong(BENCH.outputOf("cd " + directory
                        + "; for i in $(seq 40); do head -c 4M /dev/zero >$i 2>/dev/null || break; done;"
                        + " du -sBM . 2>/dev/null | cut -dM -f1")
                .strip());
    }
}

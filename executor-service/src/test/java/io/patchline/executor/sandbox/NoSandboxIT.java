package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.EndingCases.assertExited;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.ProcessResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tier none still holds, and, so that nobody believes otherwise, what it does not. */
class NoSandboxIT {
    @RegisterExtension
    static final Workbench BENCH = Workbench.unconfined();

    @Test
    void codes_output_and_environment_are_as_in_a_sandbox() {
        assertExited(BENCH.run("echo out; echo err >&2; exit 3"), 3, "out\nerr\n");
        assertExited(
                BENCH.run("cat; pwd; echo $HOME; echo ${JAVA_HOME-unset}"),
                0,
                BENCH.workspace() + "\n" + BENCH.workspace() + "\nunset\n");
        assertThat(BENCH.run("kill -KILL $$")).isInstanceOf(ProcessResult.Signalled.class);
    }

    @Test
    void commands_do_not_run_as_root() {
        assertThat(BENCH.outputOf("id -u").strip()).isNotEqualTo("0");
        assertThat(BENCH.outputOf("grep NoNewPrivs /proc/self/status")).isEqualTo("NoNewPrivs:\t1\n");
    }

    @Test
    void case_03_not_enforced_files_outside_are_read() throws Exception {
        Files.writeString(BENCH.root().resolve("canary"), "seen");
        assertExited(BENCH.run("cat ../canary"), 0, "seen");
    }

    @Test
    void case_05_not_enforced_the_network_cannot_be_switched_off() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertExited(BENCH.run("exec 3<>/dev/tcp/127.0.0.1/" + tcp.getLocalPort()), 0, "");
        }
    }

    @Test
    void case_06_not_enforced_processes_outside_are_seen() {
        assertThat(BENCH.outputOf("[ -d /proc/" + ProcessHandle.current().pid() + " ] && echo seen"))
                .isEqualTo("seen\n");
    }
}

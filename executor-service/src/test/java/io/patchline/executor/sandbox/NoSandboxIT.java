package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.EndingIT.assertExited;
import static io.patchline.executor.sandbox.Workbench.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.ProcessResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tier none still holds, and, so that nobody believes otherwise, what it does not. */
class NoSandboxIT {
    private static final Duration SHORT = Duration.ofMillis(700);

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
    void case_07_a_background_process_in_the_group_dies_with_its_command() {
        ProcessResult result = BENCH.run("sleep 4242 & echo hi");

        assertExited(result, 0, "hi\n");
        assertThat(result.elapsed()).isLessThan(Duration.ofMillis(1900));
    }

    @Test
    void case_07_output_that_a_daemon_holds_open_is_given_up_after_two_seconds_and_what_was_read_is_kept()
            throws Exception {
        ProcessResult result =
                BENCH.run("setsid sh -c 'echo $$ >daemon; exec sleep 4242' & until [ -s daemon ]; do :; done; echo hi");

        assertExited(result, 0, "hi\n");
        assertThat(result.elapsed()).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(6));
        endDaemon();
    }

    @Test
    void case_08_not_enforced_a_daemon_outlives_its_command() throws Exception {
        BENCH.outputOf(
                "setsid sh -c 'echo $$ >daemon; exec sleep 4242' </dev/null >/dev/null 2>&1 & until [ -s daemon ]; do :; done");

        assertThat(BENCH.leftovers().processes()).hasSize(1);
        endDaemon();
    }

    @Test
    void case_10_a_command_that_ignores_signals_is_killed_after_the_grace() {
        ProcessResult result = BENCH.run(
                ask("trap '' TERM; echo stubborn; while :; do sleep 0.1; done").within(SHORT));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.output().head()).isEqualTo("stubborn\n");
    }

    @Test
    void case_12_what_a_command_says_while_it_is_terminated_is_kept() {
        ProcessResult result = BENCH.run(
                ask("trap 'echo tidying up; exit 7' TERM; sleep 4242 & wait").within(SHORT));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.output().head()).isEqualTo("tidying up\n");
    }

    @Test
    void case_18_a_running_command_is_cancelled() {
        Cancellation cancellation = new Cancellation();
        ProcessResult result = BENCH.run(ask("echo on; sleep 4242")
                .cancelledBy(cancellation)
                .heardBy(text -> cancellation.request(Cancellation.Reason.SHUTDOWN)));

        assertThat(result).isInstanceOf(ProcessResult.Cancelled.class);
        assertThat(result.output().head()).isEqualTo("on\n");
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

    private static void endDaemon() throws Exception {
        Path file = BENCH.workspace().resolve("daemon");
        long pid = Long.parseLong(Files.readString(file).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await().until(() -> BENCH.leftovers().processes().isEmpty());
    }
}

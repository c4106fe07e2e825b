package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.EndingCases.assertExited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a sandbox that waits for a command, in one slot of the tier bubblewrap: none waits in another. Bubblewrap can be made to fail from a moment on, so that it is seen which sandbox a command runs in.
 */
class PrelaunchIT {
    private Path root = Path.of("/");
    private Path workspace = Path.of("/");

    /** A bubblewrap that can be made to fail. */
    private static SandboxSettings settings(Path root) throws IOException {
        Path bwrap = Files.writeString(root.resolve("bwrap"), """
                #!/bin/sh
                if [ -e %s ]; then echo 'bwrap: no luck' >&2; exit 1; fi
                exec /usr/bin/bwrap "$@"
                """.formatted(damaged(root)));
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SandboxSettings(Optional.of(TierName.BUBBLEWRAP), true, List.of(), bwrap, List.of(), List.of());
    }

    /** From now on no sandbox can be launched. */
    private static void damage(Path root) throws IOException {
        Files.createFile(damaged(root));
    }

    /** From now on one can again. */
    private static void mend(Path root) throws IOException {
        Files.delete(damaged(root));
    }

    private static Path damaged(Path root) {
        return root.resolve("damaged");
    }

    @BeforeEach
    void makeWorkspace() throws IOException {
        SandboxRoot made = SandboxRoot.create("patchline-prelaunch");
        root = made.root();
        workspace = made.workspace();
    }

    @AfterEach
    void removeWorkspace() throws IOException {
        Leftovers.since(workspace).assertNone();
        SandboxRoot.remove(root);
    }

    private interface Use {
        void of(ConfinedRunner runner) throws IOException;
    }

    private void withOneSlot(Use use) throws IOException {
        Prelaunch prelaunch = new Prelaunch(new CommandPlace(workspace, false, CommandRequest.View.PLAIN), 1);
        try (Sandbox sandbox = Sandbox.open(settings(root), TestLimits.QUICK, workspace, root.resolve("ground"));
                ConfinedRunner runner =
                        sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE, Optional.of(prelaunch))) {
            runner.resumePrelaunch();
            awaitWaiting(runner);
            use.of(runner);
        }
        assertThat(root.resolve("ground")).isEmptyDirectory();
    }

    /** Those of this process, whatever they do; what launches them is none. */
    private static List<ProcessHandle> sandboxes() {
        return ProcessHandle.current()
                .children()
                .filter(process -> !Leftovers.isForkServer(process))
                .toList();
    }

    private static void awaitWaiting(ConfinedRunner runner) {
        await().atMost(Workbench.LONG)
                .until(() -> runner.prelaunchStatus().orElseThrow().waiting() == 1
                        && runner.prelaunchStatus().orElseThrow().trouble().isEmpty());
    }

    @Test
    void a_command_is_run_in_the_one_that_waits_and_no_other_after_it() throws IOException {
        withOneSlot(runner -> {
            damage(root);
            assertExited(run(runner, "echo first"), 0, "first\n");
            assertThat(run(runner, "echo second")).isInstanceOf(ProcessResult.SetUpFailed.class);
        });
    }

    @Test
    void each_command_finds_variables_and_temporary_files_of_its_own() throws IOException {
        withOneSlot(runner -> {
            String look = "echo ${x-unset} $(ls \"${TMPDIR:-/dev/shm}\" | grep -c trace); ";
            assertExited(run(runner, look + "x=1; touch \"${TMPDIR:-/tmp}/trace\""), 0, "unset 0\n");
            awaitWaiting(runner);
            assertExited(run(runner, look), 0, "unset 0\n");
        });
    }

    @Test
    void a_command_with_the_network_is_not_run_in_one_without() throws IOException {
        withOneSlot(runner -> {
            assertExited(runner.run(request("echo on", workspace, true)), 0, "on\n");
            damage(root);
            assertThat(runner.run(request("echo on", workspace, true))).isInstanceOf(ProcessResult.SetUpFailed.class);
            assertExited(run(runner, "echo off"), 0, "off\n");
        });
    }

    @Test
    void where_the_workspace_is_replaced_the_command_sees_the_new_one() throws IOException {
        withOneSlot(runner -> {
            Files.move(workspace, root.resolve("old"));
            Files.createDirectory(workspace);
            CommandUser.adopt(workspace);
            assertExited(run(runner, "touch here"), 0, "");
            assertThat(workspace.resolve("here")).exists();
        });
    }

    @Test
    void one_that_is_killed_while_it_waits_costs_no_command_and_another_comes() throws IOException {
        withOneSlot(runner -> {
            List<ProcessHandle> waiting = sandboxes();
            waiting.forEach(ProcessHandle::destroyForcibly);
            await().atMost(Workbench.LONG).until(() -> waiting.stream().noneMatch(ProcessHandle::isAlive));
            assertExited(run(runner, "echo still"), 0, "still\n");
            awaitWaiting(runner);
        });
    }

    @Test
    void what_cannot_be_launched_is_told_and_tried_again_until_it_can() throws IOException {
        withOneSlot(runner -> {
            damage(root);
            assertExited(run(runner, "true"), 0, "");
            await().atMost(Workbench.LONG)
                    .until(() ->
                            runner.prelaunchStatus().orElseThrow().trouble().isPresent());
            assertThat(runner.prelaunchStatus().orElseThrow().trouble().orElseThrow())
                    .contains("no luck");
            mend(root);
            assertExited(run(runner, "echo by its own"), 0, "by its own\n");
            awaitWaiting(runner);
        });
    }

    @Test
    void none_waits_while_it_is_suspended_and_commands_run_all_the_same() throws IOException {
        withOneSlot(runner -> {
            runner.suspendPrelaunch();
            assertThat(sandboxes()).isEmpty();
            assertExited(run(runner, "echo alone"), 0, "alone\n");
            assertThat(sandboxes()).isEmpty();
            try (var runs = Files.newDirectoryStream(root.resolve("ground"), "executor-*/run-*")) {
                assertThat(runs).isEmpty();
            }
            runner.resumePrelaunch();
            awaitWaiting(runner);
        });
    }

    @Test
    void a_variable_that_a_shell_refuses_ends_the_command_before_its_script() throws IOException {
        withOneSlot(runner -> {
            ProcessResult result = runner.run(request("echo never", Map.of("BASHOPTS", "x")));
            assertExited(result, 1, "env: bash cannot set BASHOPTS\n");
        });
    }

    /** Bash warns and goes on: before the command, and so before anything of it has been done. */
    @Test
    void a_variable_that_a_shell_warns_about_is_no_end_of_the_command_which_runs_once() throws IOException {
        withOneSlot(runner -> {
            ProcessResult result = runner.run(request("echo ran | tee -a runs", Map.of("LC_ALL", "xx_XX.UTF-8")));
            assertExited(result, 0, "ran\n");
            assertThat(workspace.resolve("runs")).hasContent("ran");
        });
    }

    @Test
    void seconds_are_counted_from_the_beginning_of_the_command() throws IOException {
        withOneSlot(runner -> {
            LockSupport.parkNanos(Duration.ofMillis(1_100).toNanos());
            assertExited(run(runner, "echo $SECONDS"), 0, "0\n");
        });
    }

    @Test
    void a_command_that_is_cancelled_before_go_is_not_run() throws IOException {
        withOneSlot(runner -> {
            Cancellation cancellation = new Cancellation();
            cancellation.request(Cancellation.Reason.REQUESTED);
            assertThat(runner.run(request("touch never", Map.of(), workspace, false, cancellation)))
                    .isInstanceOf(ProcessResult.Cancelled.class);
            assertThat(workspace).isEmptyDirectory();
            assertExited(run(runner, "echo next"), 0, "next\n");
        });
    }

    private ProcessResult run(ConfinedRunner runner, String script) throws IOException {
        return runner.run(request(script, workspace, false));
    }

    private CommandRequest request(String script, Map<String, String> environment) throws IOException {
        return request(script, environment, workspace, false, new Cancellation());
    }

    private CommandRequest request(String script, Path where, boolean network) throws IOException {
        return request(script, Map.of(), where, network, new Cancellation());
    }

    private CommandRequest request(
            String script, Map<String, String> environment, Path where, boolean network, Cancellation cancellation)
            throws IOException {
        return new CommandRequest(
                script,
                where,
                environment,
                Workbench.LONG,
                network,
                Files.createTempDirectory(root, "scratch"),
                OutputListener.NONE,
                cancellation);
    }
}

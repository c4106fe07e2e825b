package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.EndingCases.assertExited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.executor.directory.DirectoryTrees;
import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.seccomp.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a command of another user can do to a supervisor that is root, beside whose files it is started: the case 51, in the tier container, which needs a
 * container for its probe but not for this.
 */
class SupervisorIT {
    private Path root = Path.of("/");
    private Path workspace = Path.of("/");

    @BeforeEach
    void makeWorkspace() throws IOException {
        assumeTrue(CommandUser.self().isRoot(), "only an executor that is root has a supervisor that is");
        root = Files.createTempDirectory("patchline-supervisor");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        workspace = Files.createDirectory(root.resolve("workspace"));
        Files.createDirectory(root.resolve("scratch"));
        Files.setPosixFilePermissions(
                Files.createDirectory(root.resolve("ground")), PosixFilePermissions.fromString("rwx--x--x"));
        CommandUser.adopt(workspace);
    }

    @AfterEach
    void removeWorkspace() throws IOException {
        if (CommandUser.self().isRoot()) {
            DirectoryTrees.remove(root);
        }
    }

    @Test
    void case_51_a_link_in_the_place_of_its_mark_makes_root_write_nowhere() throws IOException {
        Path precious = Files.writeString(root.resolve("precious"), "ledger");
        Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rw-------"));

        ProcessResult result =
                run("ln -s " + precious + " \"$(dirname \"$0\")/exited\" 2>/dev/null && echo linked; exit 130");

        assertExited(result, 130, "");
        assertThat(precious).hasContent("ledger");
    }

    @Test
    void case_51_a_file_beside_the_script_changes_nothing_of_the_end() throws IOException {
        assertExited(run("touch \"$(dirname \"$0\")/x\" 2>/dev/null && echo touched; exit 0"), 0, "");
        ProcessResult killed = run("touch \"$(dirname \"$0\")/exited\" 2>/dev/null; kill -KILL $$");
        assertThat(killed).isInstanceOf(ProcessResult.Signalled.class);
        assertThat(((ProcessResult.Signalled) killed).signal()).isEqualTo("SIGKILL");
        assertExited(run("exit 137"), 137, "");
    }

    /** Commands of all patches are of one user there, who may trace what is his. */
    @Test
    void what_forks_supervisors_cannot_be_traced_limited_or_signalled_by_commands() throws IOException {
        ProcessResult result = run(
                """
                server=$(pgrep -P EXECUTOR -f fork-server) && [ -n "$server" ] || exit 9
                ls /proc/$server/fd >/dev/null 2>&1 && echo "reads its descriptors"
                cat /proc/$server/environ >/dev/null 2>&1 && echo "reads its memory"
                kill -STOP $server 2>/dev/null && echo stops it
                prlimit --pid $server --nofile=3:3 2>/dev/null && echo limits it
                id -u""".replace("EXECUTOR", Long.toString(ProcessHandle.current().pid())));
        assertExited(result, 0, CommandUser.UNPRIVILEGED.uid() + "\n");
    }

    private ProcessResult run(String script) throws IOException {
        Path ground = root.resolve("ground");
        Container tier = new Container(
                Supervisor.filtering(ground, Machine.ofThisProcess().orElseThrow()), TestLimits.QUICK);
        try (ConfinedRunner runner =
                new ConfinedRunner(tier, TestLimits.QUICK, Redaction.NONE, ground, Optional.empty())) {
            ProcessResult result = runner.run(new CommandRequest(
                    script,
                    workspace,
                    Map.of(),
                    Workbench.LONG,
                    false,
                    root.resolve("scratch"),
                    OutputListener.NONE,
                    new Cancellation()));
            try (var runs = Files.newDirectoryStream(ground, "run-*")) {
                assertThat(runs).isEmpty();
            }
            return result;
        }
    }
}

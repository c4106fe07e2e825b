package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sandboxes that do not come up, or only seem to: the cases 31, 32 and 45. */
class SetUpIT {
    private Path root = Path.of("/");
    private Path workspace = Path.of("/");

    @BeforeEach
    void makeWorkspace() throws IOException {
        SandboxRoot made = SandboxRoot.create("patchline-set-up");
        root = made.root();
        workspace = made.workspace();
    }

    @AfterEach
    void removeWorkspace() throws IOException {
        Leftovers.since(workspace).assertNone();
        SandboxRoot.remove(root);
    }

    @Test
    void case_31_a_missing_workspace_is_a_fault_of_the_set_up() throws IOException {
        assertThat(causeOf(Path.of("/nowhere/at-all"))).isEqualTo("there is no workspace /nowhere/at-all");
    }

    @Test
    void case_31_a_workspace_that_contains_the_executors_own_files_is_refused() throws IOException {
        assertThat(causeOf(root)).contains("lies in the workspace");
        assertThat(causeOf(Path.of("/usr"))).isEqualTo("the workspace must not be /usr");
    }

    @Test
    void case_31_a_workspace_of_root_is_refused_with_what_to_do() throws IOException {
        Path full = Files.createDirectory(root.resolve("full"));
        Files.createFile(full.resolve("file"));
        CommandUser.adopt(full);
        assertThat(causeOf(full))
                .startsWith("the workspace " + full + " belongs to root")
                .contains("chown -R 61000:61000");
    }

    @Test
    void case_31_a_bwrap_that_fails_during_a_run_is_a_fault_of_the_set_up_with_its_own_words() throws IOException {
        Path bwrap =
                program("if [ -e " + root + "/broken ]; then echo 'bwrap: no luck' >&2; exit 1; fi\nexec bwrap \"$@\"");
        try (Sandbox sandbox = open(settings(bwrap));
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            Files.createFile(root.resolve("broken"));
            assertThat(runner.run(request(workspace))).isEqualTo(new ProcessResult.SetUpFailed("bwrap: no luck"));
        }
    }

    @Test
    void case_31_a_bwrap_that_never_comes_up_is_given_up_on() throws IOException {
        CommandLimits hasty = TestLimits.QUICK;
        Path bwrap = program("exec sleep 4242");
        try (Sandbox sandbox =
                Sandbox.open(settings(bwrap), setUpWithin(hasty, 300), workspace, root.resolve("ground"))) {
            assertThat(sandbox.state().summary()).contains("did not come up within PT0.3S");
        }
    }

    @Test
    void case_32_without_bwrap_the_required_sandbox_is_unusable_and_says_what_mends_it() throws IOException {
        SandboxState.Unusable unusable = unusable(settings(Path.of("/usr/bin/no-such-bwrap")));
        assertThat(unusable.check()).isEqualTo("a command runs");
        assertThat(unusable.error()).contains("no-such-bwrap");
        assertThat(unusable.remedy()).contains("install bubblewrap");
    }

    @Test
    void case_32_where_user_namespaces_are_denied_the_sandbox_is_unusable_and_says_so() throws IOException {
        Path denied = program(
                "exec unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces; exec bwrap \"$@\"' bwrap \"$@\"");

        assertThat(unusable(settings(denied)).error()).startsWith("bwrap: Creating new namespace failed");
        assertThat(unusable(settings(denied)).remedy()).contains("allow user namespaces");
    }

    @Test
    void case_32_a_bwrap_that_shows_too_much_is_found_out_by_the_check_that_it_fails() throws IOException {
        assertThat(unusable(settings(leaky("--dev-bind / /"))).check()).isEqualTo("no file outside is read");
        assertThat(unusable(
                                settings(
                                        program(
                                                "for a; do shift; [ \"$a\" = --unshare-pid ] || set -- \"$@\" \"$a\"; done; exec bwrap \"$@\"")))
                        .check())
                .isIn("a command runs", "no process outside is seen");
        assertThat(unusable(
                                settings(
                                        program(
                                                "for a; do shift; [ \"$a\" = --unshare-net ] || set -- \"$@\" \"$a\"; done; exec bwrap \"$@\"")))
                        .check())
                .isEqualTo("the network is off");
    }

    @Test
    void case_45_a_pipe_and_an_unreadable_directory_that_a_command_leaves_hinder_no_later_one() throws IOException {
        try (Sandbox sandbox = open(SandboxSettings.DEFAULTS);
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            CommandRequest mess =
                    request(workspace, "mkfifo pipe; mkdir -p closed/deep; chmod 000 closed; mkfifo /run/fifo");
            assertThat(runner.run(mess)).isInstanceOf(ProcessResult.Exited.class);
            assertThat(((ProcessResult.Exited) runner.run(request(workspace))).code())
                    .isZero();
        }
        assertThat(root.resolve("ground")).isEmptyDirectory();
    }

    @Test
    void case_15_what_a_killed_executor_left_behind_is_swept_by_the_next_and_what_a_living_one_has_is_not()
            throws IOException {
        Path abandoned = Files.createDirectories(root.resolve("ground/executor-dead/run-1"));
        Files.createFile(abandoned.resolve("script"));
        Files.createFile(root.resolve("ground/executor-dead/lock"));
        try (Sandbox living = open(SandboxSettings.DEFAULTS);
                Sandbox next = open(SandboxSettings.DEFAULTS);
                ConfinedRunner runner = living.runner((SandboxState.Ready) living.state(), Redaction.NONE)) {
            assertThat(next.state()).isInstanceOf(SandboxState.Ready.class);
            assertThat(root.resolve("ground/executor-dead")).doesNotExist();
            assertThat(((ProcessResult.Exited) runner.run(request(workspace))).code())
                    .isZero();
        }
    }

    @Test
    void what_cannot_be_swept_away_keeps_no_executor_from_its_start() throws Exception {
        Path abandoned = Files.createDirectories(root.resolve("ground/executor-dead/run-1/tmp"));
        Files.createFile(root.resolve("ground/executor-dead/lock"));
        Process deep = new ProcessBuilder(
                        "perl", "-e", "for (1..3000) { mkdir \"dddddddddd\" and chdir \"dddddddddd\" or exit 1 }")
                .directory(abandoned.toFile())
                .start();
        assertThat(deep.waitFor()).isZero();
        Files.createFile(
                Files.createDirectory(root.resolve("ground/executor-odd")).resolve("no-lock"));
        Files.createDirectories(root.resolve("ground/executor-worse/lock/is/a/directory"));
        try (Sandbox next = open(SandboxSettings.DEFAULTS)) {
            assertThat(next.state()).isInstanceOf(SandboxState.Ready.class);
            assertThat(root.resolve("ground/executor-dead")).doesNotExist();
        }
    }

    @Test
    void what_may_be_read_besides_the_system_is_there_and_cannot_be_written() throws IOException {
        Path shared = Files.createDirectory(root.resolve("shared"));
        Files.writeString(shared.resolve("file"), "text");
        SandboxSettings reading = new SandboxSettings(
                Optional.empty(),
                true,
                List.of(),
                SandboxSettings.DEFAULTS.bwrap(),
                List.of(shared, Path.of("/etc/login.defs")),
                List.of());
        String script = "grep -q UID_MIN /etc/login.defs && cat '" + shared + "/file' && ! touch '" + shared
                + "/file' 2>/dev/null";
        try (Sandbox sandbox = open(reading);
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            EndingCases.assertExited(runner.run(request(workspace, script)), 0, "text");
        }
        try (Sandbox sandbox = open(SandboxSettings.DEFAULTS);
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            EndingCases.assertExited(
                    runner.run(request(workspace, "[ ! -e '" + shared + "' ] && [ ! -e /etc/login.defs ]")), 0, "");
        }
    }

    @Test
    void what_is_not_for_everybody_to_read_is_not_silently_left_out() {
        SandboxSettings shadow = new SandboxSettings(
                Optional.empty(),
                true,
                List.of(),
                SandboxSettings.DEFAULTS.bwrap(),
                List.of(Path.of("/etc/shadow")),
                List.of());

        assertThatThrownBy(() -> open(shadow))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/etc/shadow is to be readable");
        assertThat(root.resolve("ground")).isEmptyDirectory();
    }

    @Test
    void a_process_that_allocates_more_than_its_limit_fails_and_others_do_not() throws IOException {
        CommandLimits usual = TestLimits.QUICK;
        CommandLimits tight = new CommandLimits(
                usual.outputBytes(),
                usual.keptBytes(),
                usual.lineBytes(),
                usual.processes(),
                usual.fileBytes(),
                usual.tmpBytes(),
                Optional.of(64L * 1024 * 1024),
                usual.memoryBytes(),
                usual.setUp(),
                usual.grace());
        String script =
                "perl -e '$x = \"x\" x 20_000_000' && echo little; perl -e '$x = \"x\" x 200_000_000' 2>/dev/null || echo much";
        try (Sandbox sandbox = Sandbox.open(SandboxSettings.DEFAULTS, tight, workspace, root.resolve("ground"));
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            EndingCases.assertExited(runner.run(request(workspace, script)), 0, "little\nmuch\n");
        }
    }

    /** A bwrap that ignores the mounts that it is told, but for the files of the run. */
    private Path leaky(String mounts) throws IOException {
        return program(
                "while [ $# -gt 0 ]; do case $1 in --) break;; --ro-bind) [ \"$3\" = /run/patch ] && files=$2;; --chdir) dir=$2;; esac; shift; done\n"
                        + "exec bwrap --unshare-user --unshare-pid --die-with-parent " + mounts
                        + " --tmpfs /run --ro-bind \"$files\" /run/patch --chdir \"$dir\" \"$@\"");
    }

    private Path program(String text) throws IOException {
        Path program = Files.createTempFile(root, "bwrap", "");
        Files.writeString(program, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + text + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    private static SandboxSettings settings(Path bwrap) {
        return new SandboxSettings(Optional.of(TierName.BUBBLEWRAP), true, List.of(), bwrap, List.of(), List.of());
    }

    private static CommandLimits setUpWithin(CommandLimits usual, long millis) {
        return new CommandLimits(
                usual.outputBytes(),
                usual.keptBytes(),
                usual.lineBytes(),
                usual.processes(),
                usual.fileBytes(),
                usual.tmpBytes(),
                usual.dataBytes(),
                usual.memoryBytes(),
                Duration.ofMillis(millis),
                usual.grace());
    }

    private Sandbox open(SandboxSettings settings) throws IOException {
        return Sandbox.open(settings, TestLimits.QUICK, workspace, root.resolve("ground"));
    }

    private SandboxState.Unusable unusable(SandboxSettings settings) throws IOException {
        try (Sandbox sandbox = open(settings)) {
            assertThat(sandbox.state()).isInstanceOf(SandboxState.Unusable.class);
            return (SandboxState.Unusable) sandbox.state();
        }
    }

    private String causeOf(Path where) throws IOException {
        try (Sandbox sandbox = open(SandboxSettings.DEFAULTS);
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            ProcessResult result = runner.run(request(where));
            assertThat(result).isInstanceOf(ProcessResult.SetUpFailed.class);
            return ((ProcessResult.SetUpFailed) result).cause();
        }
    }

    private CommandRequest request(Path where) throws IOException {
        return request(where, "true");
    }

    private CommandRequest request(Path where, String script) throws IOException {
        return new CommandRequest(
                script,
                where,
                Map.of(),
                Workbench.LONG,
                false,
                Files.createTempDirectory(root, "scratch"),
                OutputListener.NONE,
                new Cancellation());
    }
}

package io.patchline.executor.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceRoots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that takes the rights to the workspace from its owner takes them from nobody after it. */
class LockedWorkspaceTest {
    @TempDir
    Path directory;

    @Test
    void a_workspace_that_a_command_locks_is_open_for_the_next_command_and_when_the_patch_is_over() throws Exception {
        Path workspace = Files.createDirectory(directory.resolve("workspace"));
        Files.setAttribute(workspace, "unix:mode", 02750);
        List<String> modes = new ArrayList<>();
        DirectoryWorkspace place = DirectoryWorkspace.at(
                WorkspacePlace.lasting(workspace, directory, WorkspaceRoots.NONE),
                request -> locked(request, modes),
                new CommandRules(CommandRules.NetworkPolicy.OFF, Map.of()));

        Outcome outcome = place.carryOut(
                message(new PatchAction.RunCommand("first"), new PatchAction.RunCommand("second")),
                new AttemptContext(
                        1, directory, directory.resolve("journals"), action -> (from, text) -> {}, new Cancellation()));

        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        assertThat(modes).containsExactly("rwxr-x---", "rwx------");
        assertThat((int) Files.getAttribute(workspace, "unix:mode") & 07777).isEqualTo(02700);
    }

    private static ProcessResult locked(CommandRequest request, List<String> modes) {
        try {
            modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(request.workspace())));
            Files.setAttribute(request.workspace(), "unix:mode", 02000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO);
    }

    private static PatchMessage message(PatchAction... actions) {
        RunOptions options = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK);
        Patch patch = new Patch(
                new PatchId("patch"),
                Optional.empty(),
                Optional.empty(),
                new Lane("lane"),
                List.of(actions),
                options,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        return PatchMessage.accepted(patch, Instant.now(), "alice");
    }
}

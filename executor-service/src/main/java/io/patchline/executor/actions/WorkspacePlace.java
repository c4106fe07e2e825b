package io.patchline.executor.actions;

import io.patchline.executor.process.CommandRequest;
import io.patchline.patch.WorkspaceRoots;
import java.nio.file.Path;

/**
 * Where patches are carried out.
 *
 * @param directory the workspace; the path to it is trusted
 * @param state the state directory, shared by the executors of the workspace
 * @param knownAs the absolute paths by which submitters know the workspace
 * @param view how commands see it
 * @param lasting whether it is there for longer than a run, so that what a failed run did to it must be undone
 */
public record WorkspacePlace(
        Path directory, Path state, WorkspaceRoots knownAs, CommandRequest.View view, boolean lasting) {

    /** A directory that stays, and that commands see where it is. */
    public static WorkspacePlace lasting(Path directory, Path state, WorkspaceRoots knownAs) {
        return new WorkspacePlace(directory, state, knownAs, CommandRequest.View.PLAIN, true);
    }
}

package io.patchline.executor.files;

import io.patchline.patch.PatchAction;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * File actions to carry out as one.
 *
 * @param workspace the directory that may be changed; the path to it is trusted
 * @param actions in order, each seeing what those before it did; no {@link PatchAction.RunCommand}
 * @param pointers where the action with this index, from 0, stands in the patch, for problems
 * @param dryRun whether only to say what would change
 * @param journal a directory for the journal, outside the workspace, that does not exist yet; any file system will do
 * @param undoable whether what is changed can be undone; not needed where the workspace is thrown away if anything fails: there is no journal then, and nothing is forced to
 *     disk
 */
public record FileRequest(
        Path workspace,
        List<PatchAction> actions,
        IntFunction<String> pointers,
        boolean dryRun,
        Path journal,
        boolean undoable) {
    public FileRequest {
        actions = List.copyOf(actions);
        if (actions.stream().anyMatch(PatchAction.RunCommand.class::isInstance)) {
            throw new IllegalArgumentException("a command is no file action");
        }
    }

    /** Actions that can be undone. */
    public FileRequest(
            Path workspace, List<PatchAction> actions, IntFunction<String> pointers, boolean dryRun, Path journal) {
        this(workspace, actions, pointers, dryRun, journal, true);
    }
}

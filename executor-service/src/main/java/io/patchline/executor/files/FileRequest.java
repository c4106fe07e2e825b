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
 * @param dryRun whether only to tell what would change
 * @param journal a directory for the journal, outside the workspace, that does not exist yet; any file system will do
 */
public record FileRequest(
        Path workspace, List<PatchAction> actions, IntFunction<String> pointers, boolean dryRun, Path journal) {
    public FileRequest {
        actions = List.copyOf(actions);
        if (actions.stream().anyMatch(PatchAction.RunCommand.class::isInstance)) {
            throw new IllegalArgumentException("a command is no file action");
        }
    }
}

package io.patchline.ingest.reading;

import io.patchline.patch.FilePath;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.WorkspaceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lane of a patch that names none. What changes the same file is in one lane, so that it is carried out in the order in which it was accepted:
 *
 * <ol>
 *   <li>with a target file, that file; by its normal form where it is a path in the workspace, so that two spellings of a file are one lane
 *   <li>with changes of one file, that file
 *   <li>with changes of several files, or a diff, which only the executor reads: {@value #SEVERAL_FILES}, the lane of all such patches
 *   <li>with commands only, the patch's id: it waits for nothing
 * </ol>
 *
 * The first three are within the workspace that the patch names: {@code <workspace>:<lane>}, unless that is {@link WorkspaceName#DEFAULT}. A patch that
 * names none has no such prefix, whatever the executors have: the lane of a submission never depends on who is there when it comes.
 */
public final class DefaultLane {
    /** The lane of patches that change several files. */
    static final String SEVERAL_FILES = "workspace";

    private DefaultLane() {}

    public static Lane of(
            PatchId id, Optional<WorkspaceName> workspace, Optional<String> target, List<PatchAction> actions) {
        if (target.isEmpty() && isCommandsOnly(actions)) {
            return new Lane(id.value());
        }
        Lane inWorkspace = target.map(DefaultLane::ofTarget).orElseGet(() -> ofFiles(actions));
        return workspace
                .filter(name -> !name.equals(WorkspaceName.DEFAULT))
                .map(name -> new Lane(name + ":" + inWorkspace.name()))
                .orElse(inWorkspace);
    }

    private static boolean isCommandsOnly(List<PatchAction> actions) {
        return actions.stream().allMatch(PatchAction.RunCommand.class::isInstance);
    }

    private static Lane ofFiles(List<PatchAction> actions) {
        Set<Optional<FilePath>> files = actions.stream()
                .filter(action -> !(action instanceof PatchAction.RunCommand))
                .map(PatchAction::file)
                .collect(Collectors.toSet());
        Optional<FilePath> only = files.size() == 1 ? files.iterator().next() : Optional.empty();
        return new Lane(only.map(FilePath::value).orElse(SEVERAL_FILES));
    }

    private static Lane ofTarget(String target) {
        try {
            return new Lane(new FilePath(target).value());
        } catch (IllegalArgumentException e) {
            return new Lane(target);
        }
    }
}

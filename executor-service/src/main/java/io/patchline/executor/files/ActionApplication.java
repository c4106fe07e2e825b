package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Fault;
import io.patchline.executor.diff.TextFile;
import io.patchline.executor.directory.Contents;
import io.patchline.executor.edit.DiffApplication;
import io.patchline.executor.edit.TextReplacement;
import io.patchline.outcome.Problem;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Carries actions out in memory, and collects what is wrong with all of them rather than with the first only. */
final class ActionApplication {
    private final WorkspaceTree tree;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<FilePath> doubtful = new HashSet<>();

    ActionApplication(WorkspaceTree tree) {
        this.tree = tree;
    }

    /** What is wrong: empty if every action could be carried out. */
    List<Problem> apply(List<PatchAction> actions, IntFunction<String> pointers) {
        for (int i = 0; i < actions.size(); i++) {
            PatchAction action = actions.get(i);
            Optional<FilePath> path = action.file();
            // What follows a failed action on the same file, or a failed diff, says nothing of itself.
            if (path.map(doubtful::contains).orElse(!problems.isEmpty())) {
                continue;
            }
            try {
                String pointer = pointers.apply(i);
                apply(action).ifPresent(note -> notes.add(pointer + ": " + note));
            } catch (EditRefusedException refusal) {
                path.ifPresent(doubtful::add);
                for (Fault fault : refusal.faults()) {
                    problems.add(new Problem(fault.code(), pointers.apply(i), fault.detail()));
                }
                if (path.isEmpty()) {
                    return problems;
                }
            }
        }
        return problems;
    }

    /** How texts were found that do not stand there as they are written. */
    List<String> notes() {
        return notes;
    }

    /** What a reader must know of how it was done, if there is something. */
    private Optional<String> apply(PatchAction action) throws EditRefusedException {
        switch (action) {
            case PatchAction.WriteFile write -> {
                boolean exists = tree.exists(write.path());
                var mode = exists ? tree.existing(write.path()).mode() : TextFile.NEW_FILE;
                tree.write(
                        write.path(),
                        Contents.of(write.contents()),
                        write.mode().orElse(mode));
            }
            case PatchAction.DeleteFile delete -> tree.delete(delete.path());
            case PatchAction.ChangeMode change ->
                tree.write(change.path(), tree.existing(change.path()).contents(), change.mode());
            case PatchAction.ReplaceText replace -> {
                return TextReplacement.apply(replace, tree);
            }
            case PatchAction.ApplyDiff diff -> DiffApplication.apply(diff.diff(), diff.target(), tree);
            case PatchAction.RunCommand command -> throw new IllegalArgumentException("a command is no file action");
            case PatchAction.Revert revert -> throw new IllegalArgumentException("a revert is no file action");
        }
        return Optional.empty();
    }
}

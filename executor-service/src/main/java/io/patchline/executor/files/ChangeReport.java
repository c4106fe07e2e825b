package io.patchline.executor.files;

import io.patchline.executor.diff.LineDiff;
import io.patchline.executor.directory.FileState;
import io.patchline.executor.process.Deadline;
import io.patchline.outcome.FileChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is different, for people and programs.
 *
 * @param files in the order of the paths
 * @param diff absent where nothing is different
 */
record ChangeReport(List<FileChange> files, Optional<String> diff) {

    static ChangeReport of(List<FileEffect> effects, int maxDiffCharacters, Deadline deadline) {
        List<FileChange> files = new ArrayList<>();
        UnifiedDiffWriter shown = new UnifiedDiffWriter(maxDiffCharacters);
        for (FileEffect effect : effects) {
            deadline.check();
            FileVersions versions = FileVersions.of(effect);
            files.add(change(effect, versions));
            shown.add(effect, versions);
        }
        return new ChangeReport(files, effects.isEmpty() ? Optional.empty() : Optional.of(shown.text()));
    }

    private static FileChange change(FileEffect effect, FileVersions versions) {
        return new FileChange(
                effect.path(),
                kind(effect),
                versions.edits().stream().mapToInt(LineDiff.Edit::added).sum(),
                versions.edits().stream().mapToInt(LineDiff.Edit::removed).sum(),
                effect.before().map(state -> state.contents().sha256()),
                effect.after().map(state -> state.contents().sha256()),
                effect.after().map(FileState::mode));
    }

    private static FileChange.Kind kind(FileEffect effect) {
        if (effect.before().isEmpty()) {
            return FileChange.Kind.CREATED;
        }
        if (effect.after().isEmpty()) {
            return FileChange.Kind.DELETED;
        }
        boolean sameContents =
                effect.before().get().contents().equals(effect.after().get().contents());
        return sameContents ? FileChange.Kind.MODE : FileChange.Kind.CHANGED;
    }
}

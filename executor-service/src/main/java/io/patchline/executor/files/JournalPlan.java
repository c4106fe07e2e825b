package io.patchline.executor.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchline.executor.directory.FileState;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is about to be done to the workspace, as far as it takes to undo it.
 *
 * @param token part of the names of all temporary files
 * @param directories the directories that do not exist yet, each after the one that it is in
 * @param entries the files that will be different
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record JournalPlan(String token, List<FilePath> directories, List<Entry> entries) {
    JournalPlan {
        directories = List.copyOf(directories);
        entries = List.copyOf(entries);
    }

    /**
     * @param before absent if there was no such file
     * @param written what the change makes of it; absent where an older version wrote the plan
     */
    record Entry(FilePath path, Optional<Before> before, Optional<Written> written) {}

    /**
     * The file as the change leaves it, by which a rollback knows whether somebody has changed it since.
     *
     * @param sha256 the hash of its contents in hexadecimal; absent where the change deletes it
     */
    record Written(Optional<String> sha256, Optional<FileMode> mode) {}

    /** The file as it was; its contents are in the file of this name beside the plan. */
    record Before(String backup, FileMode mode, Optional<FileState.Owner> owner) {}

    static JournalPlan of(String token, List<FilePath> directories, List<FileEffect> effects) {
        List<Entry> entries = new ArrayList<>();
        for (FileEffect effect : effects) {
            String backup = entries.size() + ".before";
            entries.add(new Entry(
                    effect.path(),
                    effect.before().map(state -> new Before(backup, state.mode(), state.owner())),
                    Optional.of(new Written(
                            effect.after().map(state -> state.contents().sha256()),
                            effect.after().map(FileState::mode)))));
        }
        return new JournalPlan(token, directories, entries);
    }

    /** The name of a temporary file at the workspace's root. */
    String temporary(String kind, int index) {
        return ".patchline-" + token + "-" + kind + index;
    }
}

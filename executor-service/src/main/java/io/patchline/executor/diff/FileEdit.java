package io.patchline.executor.diff;

import io.patchline.patch.FilePath;
import java.util.List;
import java.util.Optional;

/** What a patch wants of one file. */
public sealed interface FileEdit {

    /** A file that must not exist yet. */
    record Create(FilePath path, String contents, boolean executable) implements FileEdit {}

    /** A file that must exist; other contents, another mode, or both. */
    record Change(PathChoice path, List<Hunk> hunks, Optional<Boolean> executable) implements FileEdit {
        public Change {
            hunks = List.copyOf(hunks);
        }
    }

    /** A file that gets another name and perhaps other contents. */
    record Move(FilePath from, FilePath to, List<Hunk> hunks, Optional<Boolean> executable) implements FileEdit {
        public Move {
            hunks = List.copyOf(hunks);
        }
    }

    /** A second file made from one that stays. */
    record Copy(FilePath from, FilePath to, List<Hunk> hunks, Optional<Boolean> executable) implements FileEdit {
        public Copy {
            hunks = List.copyOf(hunks);
        }
    }

    /** A file that goes away. Hunks, where there are any, must account for all of its lines. */
    record Delete(PathChoice path, List<Hunk> hunks) implements FileEdit {
        public Delete {
            hunks = List.copyOf(hunks);
        }
    }
}

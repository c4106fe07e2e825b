package io.patchline.executor.files;

import io.patchline.executor.directory.FileState;
import io.patchline.patch.FilePath;
import java.util.Optional;

/**
 * What file actions as a whole make of one file.
 *
 * @param before absent if there was none
 * @param after absent if there is none any more
 */
record FileEffect(FilePath path, Optional<FileState> before, Optional<FileState> after) {
    boolean changesSomething() {
        return before.isPresent() != after.isPresent()
                || before.flatMap(old -> after.map(now -> !old.looksLike(now))).orElse(false);
    }
}

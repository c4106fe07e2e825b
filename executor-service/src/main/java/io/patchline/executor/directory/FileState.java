package io.patchline.executor.directory;

import io.patchline.patch.FileMode;
import java.util.Optional;

/**
 * A file as it is, was or shall be.
 *
 * @param owner absent for a new file, which gets that of its directory
 */
public record FileState(Contents contents, FileMode mode, Optional<Owner> owner) {
    /** Names, or numbers where there are no names. */
    public record Owner(String user, String group) {}

    public boolean looksLike(FileState other) {
        return contents.equals(other.contents) && mode.equals(other.mode);
    }
}

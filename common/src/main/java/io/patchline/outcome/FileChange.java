package io.patchline.outcome;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import java.util.Optional;

/**
 * What was really done to one file.
 *
 * @param addedLines how many lines the new contents have that the old do not
 * @param removedLines how many lines the old contents had that the new do not
 * @param sha256Before the hash of the old contents in hexadecimal; absent where there was no file
 * @param sha256After the hash of the new contents in hexadecimal; absent where there is no file any more
 * @param mode the permission bits afterwards; absent where there is no file any more
 */
public record FileChange(
        FilePath path,
        Kind kind,
        int addedLines,
        int removedLines,
        Optional<String> sha256Before,
        Optional<String> sha256After,
        Optional<FileMode> mode) {

    /** What happened to the file. */
    public enum Kind {
        @JsonProperty("created")
        CREATED,
        @JsonProperty("changed")
        CHANGED,
        @JsonProperty("deleted")
        DELETED,
        /** Only its permission bits are others. */
        @JsonProperty("mode")
        MODE,
    }
}

package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The whole hash of a commit: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits, as {@code git rev-parse} writes it. */
public record CommitId(@JsonValue String value) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException if the value is no whole hash
     */
    @JsonCreator
    public CommitId {
        Text.require(
                HASH.matcher(value).matches(),
                "commit",
                "must be the whole hash of a commit, 40 or 64 lower-case hexadecimal digits, as git rev-parse writes it");
    }

    @Override
    public String toString() {
        return value;
    }
}

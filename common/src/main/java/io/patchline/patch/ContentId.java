package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What a file must contain: the SHA-256 of its bytes, or its blob id in git (SHA-1 or SHA-256), in lower-case hexadecimal. All zeros, as in
 * {@code git update-ref}: there must be no such file.
 */
public record ContentId(@JsonValue String value) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern ZEROS = Pattern.compile("0+");

    /** There must be no such file. */
    public static final ContentId NO_FILE = new ContentId("0".repeat(40));

    /**
     * @throws IllegalArgumentException if the value is no hash
     */
    @JsonCreator
    public ContentId {
        Text.require(
                HASH.matcher(value).matches(),
                "base",
                "must be the SHA-256 of the file's bytes (64 lower-case hexadecimal digits) or its blob id in git (40 or 64)");
    }

    /** Whether there must be no such file. */
    public boolean isNoFile() {
        return ZEROS.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}

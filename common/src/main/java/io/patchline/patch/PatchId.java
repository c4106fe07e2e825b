package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name of a patch, chosen by whoever submits it: 1 to {@value #MAX_CHARACTERS} characters (code points), no control characters.
 * It is never used as a path or in a shell: where a name for a file or a routing key is needed, {@link #hash()} serves.
 */
public record PatchId(@JsonValue String value) {
    /** The longest id, in characters (code points). */
    public static final int MAX_CHARACTERS = 200;

    /**
     * @throws IllegalArgumentException if the value breaks the rules above
     */
    @JsonCreator
    public PatchId {
        Text.oneLine("id", value, MAX_CHARACTERS);
    }

    /** The id that a client names; empty if it breaks the rules above, so that no patch can have it. */
    public static Optional<PatchId> parse(String value) {
        try {
            return Optional.of(new PatchId(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first 128 bits of the SHA-256 of the id: 32 lower-case hexadecimal digits, safe in file names and routing keys. */
    public String hash() {
        return HexFormat.of().formatHex(Digest.sha256(value), 0, 16);
    }

    @Override
    public String toString() {
        return value;
    }
}

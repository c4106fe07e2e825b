package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;

/**
 * The ordering key: patches of one lane run one after the other, in the order accepted. 1 to {@value #MAX_CHARACTERS} characters
 * (code points), no control characters.
 */
public record Lane(@JsonValue String name) {
    /** The longest lane name, in characters (code points); as long as the longest path. */
    public static final int MAX_CHARACTERS = 4096;

    /**
     * @throws IllegalArgumentException if the name breaks the rules above
     */
    @JsonCreator
    public Lane {
        Text.oneLine("lane", name, MAX_CHARACTERS);
    }

    /**
     * The number of the lane queue that carries this lane, from 0 to {@code lanes - 1}. Stable over time, versions and programming
     * languages: the first eight bytes of the name's SHA-256, read as an unsigned big-endian number, modulo the number of lanes.
     *
     * @throws IllegalArgumentException if there is not at least one lane queue
     */
    public int queue(int lanes) {
        Text.require(lanes >= 1, "lanes", "must be 1 or more");
        long head = ByteBuffer.wrap(Digest.sha256(name)).getLong();
        return (int) Long.remainderUnsigned(head, lanes);
    }

    @Override
    public String toString() {
        return name;
    }
}

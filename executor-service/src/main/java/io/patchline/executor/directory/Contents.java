package io.patchline.executor.directory;

import io.patchline.patch.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of a file. */
public final class Contents {
    private final byte[] bytes;

    /**
     * @param bytes not copied: whoever makes them must not change them
     */
    public Contents(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Contents of(String text) {
        return new Contents(text.getBytes(StandardCharsets.UTF_8));
    }

    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    public int size() {
        return bytes.length;
    }

    /** The text; absent if the bytes are not UTF-8 or contain NUL, so that they would not come back the same or are no text. */
    public Optional<String> text() {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer()).toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            // Bytes that are not UTF-8 are what an empty result stands for.
            return Optional.empty();
        }
    }

    /** How many lines there are; a last one without an end counts. */
    public int lines() {
        int lines = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }

    public String sha256() {
        return Digest.sha256Hex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Contents contents && Arrays.equals(bytes, contents.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}

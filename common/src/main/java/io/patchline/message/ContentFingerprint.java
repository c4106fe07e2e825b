package io.patchline.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * By what a patch is known again: the hash of its message without {@code pointers}. Where an action stood in the submission is not what it does, so the same
 * content in another form, or read by a version that tells no pointers, has the same fingerprint.
 */
public final class ContentFingerprint {
    private static final String FIELD = "pointers";
    private static final byte[] KEY = "\"pointers\":".getBytes(StandardCharsets.US_ASCII);
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private ContentFingerprint() {}

    /**
     * The fingerprint of a message's body, in hexadecimal.
     *
     * @param body as {@link MessageCodec} writes it; of anything else, the hash of all of it
     */
    public static String of(byte[] body) {
        return lastKey(body) < 0 ? ofWhole(body) : withoutPointers(body);
    }

    static String ofWhole(byte[] body) {
        return Digest.sha256Hex(body);
    }

    /**
     * The same for bytes that {@link MessageCodec} has just written of a patch with pointers, without reading them again: behind {@code pointers} there is no
     * field whose names are the submitter's, so that the last key of that name is the patch's own.
     */
    static String ofWrittenWithPointers(byte[] body) {
        int begin = lastKey(body);
        int end = begin + KEY.length;
        boolean quoted = false;
        while (quoted || body[end] != ']') {
            quoted ^= body[end] == '"';
            end += body[end] == '\\' ? 2 : 1;
        }
        return without(body, begin - 1, end + 1);
    }

    /** Where the last key of that name is, below zero if there is none: in a string the quotes would be escaped. */
    private static int lastKey(byte[] body) {
        int at = body.length - KEY.length;
        while (at >= 0 && (body[at] != KEY[0] || !Arrays.equals(body, at, at + KEY.length, KEY, 0, KEY.length))) {
            at--;
        }
        return at;
    }

    private static String withoutPointers(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = FIELD.equals(parser.currentName());
                int begin = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                parser.skipChildren();
                if (found && begin > 0 && body[begin - 1] == ',') {
                    return without(
                            body, begin - 1, (int) parser.currentTokenLocation().getByteOffset() + 1);
                }
            }
            return ofWhole(body);
        } catch (IOException e) {
            return ofWhole(body);
        }
    }

    private static String without(byte[] body, int from, int to) {
        byte[] rest = Arrays.copyOf(body, body.length - (to - from));
        System.arraycopy(body, to, rest, from, body.length - to);
        return ofWhole(rest);
    }
}

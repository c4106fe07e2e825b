package io.patchline.ingest.http;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Where the next page of a list begins. Clients take it from an answer and send it back as it is; what is in it is ours. It names a place in the
 * log or in a queue, not a count, so that what arrives meanwhile neither repeats nor hides an item.
 *
 * @param place the place of the last item of the page before: 0 or more
 */
public record Cursor(long place) {
    private static final Pattern TOKEN = Pattern.compile("c1[A-Za-z0-9_-]{11}");

    public Cursor {
        if (place < 0) {
            throw new IllegalArgumentException("a place counts from 0, not " + place);
        }
    }

    /**
     * Reads what {@link #token()} wrote.
     *
     * @throws IllegalArgumentException if the text is no such token; the message says what to do
     */
    public static Cursor parse(String token) {
        if (TOKEN.matcher(token).matches()) {
            long place = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(2)))
                    .getLong();
            if (place >= 0) {
                return new Cursor(place);
            }
        }
        throw new IllegalArgumentException(
                "The cursor is not one of ours: take it from the answer with the page before, or leave it out to begin anew.");
    }

    /** Thirteen characters that need no encoding in an address. */
    public String token() {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(place).array();
        return "c1" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

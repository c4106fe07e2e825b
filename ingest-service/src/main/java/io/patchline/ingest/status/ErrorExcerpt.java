package io.patchline.ingest.status;

/** The beginning of a text: what the index keeps of texts that may be long. The whole of them is in the log. */
public final class ErrorExcerpt {
    private static final char LATIN_1 = 0xFF;

    private ErrorExcerpt() {}

    /** At most this many UTF-16 units, never half of a surrogate pair, and a string of its own. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int cut = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, cut);
    }

    /** What a string takes on the heap, in bytes: one a character where all are Latin-1, else two. */
    public static int bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LATIN_1) {
                return 2 * text.length();
            }
        }
        return text.length();
    }
}

package io.patchline.ingest.status;

/**
 * How much of a model's context a text takes, in its tokens: an estimate that is rather too high. Letters of prose come several to a token; of random letters, digits and signs, as
 * of Base64, there are more; and of most scripts beside Latin a character is one or more.
 */
public final class TokenEstimate {
    private static final double SPACE = 0.3;
    private static final double LOWER_CASE = 0.5;
    private static final double OTHER_ASCII = 0.9;
    private static final double OTHER = 2;

    private TokenEstimate() {}

    public static double of(CharSequence text) {
        return text.chars().mapToDouble(TokenEstimate::of).sum();
    }

    /** How many characters from the beginning take at most so many tokens; never half of one. */
    public static int fitting(CharSequence text, double tokens) {
        double taken = 0;
        for (int place = 0; place < text.length(); place++) {
            taken += of(text.charAt(place));
            if (taken > tokens) {
                return place > 0 && Character.isHighSurrogate(text.charAt(place - 1)) ? place - 1 : place;
            }
        }
        return text.length();
    }

    private static double of(int character) {
        if (character == ' ') {
            return SPACE;
        }
        if (character >= 'a' && character <= 'z') {
            return LOWER_CASE;
        }
        return character < 128 ? OTHER_ASCII : OTHER;
    }
}

package io.patchline.patch;

import java.util.function.IntPredicate;

/** Checks that every text of a patch passes before it becomes a value. */
public final class Text {
    private Text() {}

    /**
     * Returns the text if it has 1 to {@code most} characters (code points), none of them a control character or half of a
     * surrogate pair.
     *
     * @throws IllegalArgumentException that names {@code what} and says what is wrong
     */
    public static String oneLine(String what, String text, int most) {
        int length = text.codePointCount(0, text.length());
        require(length >= 1 && length <= most, what, "must have 1 to " + most + " characters, has " + length);
        require(none(text, Character::isISOControl), what, "must not contain control characters");
        return wellFormed(what, text);
    }

    /**
     * Returns the text if it is well-formed Unicode without NUL, which no file system or shell can carry.
     *
     * @throws IllegalArgumentException that names {@code what} and says what is wrong
     */
    public static String wellFormed(String what, String text) {
        require(text.indexOf(0) < 0, what, "must not contain NUL (U+0000)");
        require(none(text, Text::isLoneSurrogate), what, "must not contain half of a surrogate pair");
        return text;
    }

    /**
     * Returns the text if it is well-formed and is not empty or blank.
     *
     * @throws IllegalArgumentException that names {@code what} and says what is wrong
     */
    public static String notBlank(String what, String text) {
        require(!text.isBlank(), what, "must not be empty");
        return wellFormed(what, text);
    }

    static void require(boolean condition, String what, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(what + " " + rule);
        }
    }

    /** A loop, for this is done to every text of every patch that is read from the log: a stream took a third of the time that it takes to read it. */
    private static boolean none(String text, IntPredicate unwanted) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (unwanted.test(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }

    /** {@link String#codePointAt} returns a surrogate by itself only where its other half is missing. */
    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}

package io.patchline.patch;

import java.util.function.Supplier;

/** Checks that every text of a patch passes before it becomes a value. */
public final class Text {
    private static final int PART = 2048;

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
        require(!hasControl(text), what, "must not contain control characters");
        return wellFormed(what, text);
    }

    /**
     * Returns the text if it is well-formed Unicode without NUL, which no file system or shell can carry.
     *
     * @throws IllegalArgumentException that names {@code what} and says what is wrong
     */
    public static String wellFormed(String what, String text) {
        require(text.indexOf(0) < 0, what, "must not contain NUL (U+0000)");
        require(!hasHalfPair(text), what, "must not contain half of a surrogate pair");
        return text;
    }

    /** Whether {@link #wellFormed} takes the text. */
    public static boolean isWellFormed(String text) {
        return text.indexOf(0) < 0 && !hasHalfPair(text);
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

    /** As the other one does; for a rule that takes work to say. */
    static void require(boolean condition, String what, Supplier<String> rule) {
        if (!condition) {
            throw new IllegalArgumentException(what + " " + rule.get());
        }
    }

    // Loops, because each text of each patch goes through them, in requests and in the log.

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHalfPair(String text) {
        return hasSurrogate(text) && hasHalfPairAmongSurrogates(text);
    }

    /** A loop without a branch over a copy of the characters: the JIT compiler does it for many at once, which it cannot with {@link String#charAt}. */
    private static boolean hasSurrogate(String text) {
        int length = text.length();
        char[] part = new char[Math.min(length, PART)];
        for (int from = 0; from < length; from += part.length) {
            int count = Math.min(part.length, length - from);
            text.getChars(from, from + count, part, 0);
            int found = 0;
            for (int i = 0; i < count; i++) {
                found |= ((part[i] & 0xF800) ^ Character.MIN_SURROGATE) - 1;
            }
            if (found < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHalfPairAmongSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i++;
                if (Character.isLowSurrogate(c) || i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return true;
                }
            }
        }
        return false;
    }
}

package io.patchline.executor.edit;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.outcome.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds the time and memory of a regular expression. RE2/J is linear in the text, but writes out counted repetitions: with 1.8,
 * {@code ((a{1000}){1000}){1000}} ran out of a heap of 256 MB in {@code compile}.
 */
final class PatternSize {
    static final long MOST_STEPS = 4_000_000_000L;
    private static final long LARGEST = 100_000;
    private static final Pattern PIECE = Pattern.compile(
            "\\\\.|\\[\\^?\\]?(?:\\\\.|[^\\]\\\\])*\\]|\\{(\\d{1,4})(?:,(\\d{0,4}))?}|.", Pattern.DOTALL);

    private PatternSize() {}

    /**
     * @throws EditRefusedException if the expression is too large, by itself or for a text of this length
     */
    static void check(String expression, int textLength) throws EditRefusedException {
        long size = size(expression);
        if (size > LARGEST || size * textLength > MOST_STEPS) {
            throw new EditRefusedException(
                    ErrorCode.FILE_REFUSED,
                    "The regular expression is too large, its repetitions written out, for a file of " + textLength
                            + " characters.");
        }
    }

    /** How many single steps the expression has when its counted repetitions are written out, roughly. */
    static long size(String expression) {
        Deque<Long> outer = new ArrayDeque<>();
        Matcher piece = PIECE.matcher(expression);
        long size = 0;
        long last = 0;
        while (piece.find()) {
            switch (piece.group().charAt(0)) {
                case '(' -> {
                    outer.push(size);
                    size = 0;
                    last = 1;
                }
                case ')' -> {
                    last = size + 1;
                    size = (outer.isEmpty() ? 0 : outer.pop()) + last;
                }
                case '{' -> {
                    long more = last * Math.max(count(piece) - 1, 0);
                    size = Math.min(size + more, Integer.MAX_VALUE);
                    last = Math.min(last + more, Integer.MAX_VALUE);
                }
                default -> {
                    last = 1;
                    size++;
                }
            }
        }
        return size;
    }

    private static long count(Matcher piece) {
        String most = piece.group(2) == null || piece.group(2).isEmpty() ? piece.group(1) : piece.group(2);
        return most == null ? 1 : Long.parseLong(most);
    }
}

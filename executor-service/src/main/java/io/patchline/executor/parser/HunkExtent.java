package io.patchline.executor.parser;

import java.util.regex.Pattern;

/**
 * How far a hunk's lines go. The counts in its header are believed where they fit what follows; where they do not, the hunk ends where
 * its lines end, as with {@code git apply --recount}: models miscount, and half of a hunk must never be taken for the whole.
 *
 * @param length how many lines of the patch
 * @param cutShort whether the header promises more than that
 */
record HunkExtent(int length, boolean cutShort) {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+.*");

    static HunkExtent of(PatchLines patch, int oldCount, int newCount) {
        int counted = counted(patch, oldCount, newCount);
        if (counted >= 0 && bodyLine(patch, counted) < 0) {
            return new HunkExtent(counted, false);
        }
        int length = toTheEnd(patch).length();
        return new HunkExtent(length, count(patch, length, '-') < oldCount || count(patch, length, '+') < newCount);
    }

    /** Up to the last line that looks like one of a hunk. */
    static HunkExtent toTheEnd(PatchLines patch) {
        int length = 0;
        for (int at = bodyLine(patch, 0); at >= 0; at = bodyLine(patch, length)) {
            length = at + 1;
        }
        return new HunkExtent(length, false);
    }

    private static int counted(PatchLines patch, int oldCount, int newCount) {
        int length = 0;
        int old = oldCount;
        int added = newCount;
        while (old > 0 || added > 0) {
            if (!patch.hasNext(length)) {
                return -1;
            }
            switch (mark(patch.peek(length++))) {
                case ' ' -> {
                    old--;
                    added--;
                }
                case '-' -> old--;
                case '+' -> added--;
                case '\\' -> {}
                default -> {
                    return -1;
                }
            }
        }
        boolean noNewline = patch.hasNext(length) && mark(patch.peek(length)) == '\\';
        return old < 0 || added < 0 ? -1 : noNewline ? length + 1 : length;
    }

    /** How many of the lines are old ({@code '-'}) or new ({@code '+'}). */
    private static int count(PatchLines patch, int length, char side) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            char mark = mark(patch.peek(i));
            count += mark == side || mark == ' ' ? 1 : 0;
        }
        return count;
    }

    /** Where, perhaps after empty lines, a line follows that can only be one of this hunk; -1 if none does. */
    private static int bodyLine(PatchLines patch, int start) {
        int at = start;
        while (patch.hasNext(at) && (patch.peek(at).isEmpty() || patch.peek(at).equals("\r"))) {
            at++;
        }
        boolean isBody = patch.hasNext(at)
                && " +-\\".indexOf(mark(patch.peek(at))) >= 0
                && !FileHeader.endsHunk(patch, at)
                && !isSignature(patch, at);
        return isBody ? at : -1;
    }

    /** The end of a mail that {@code git format-patch} wrote. */
    static boolean isSignature(PatchLines patch, int at) {
        return patch.peek(at).stripTrailing().equals("--")
                && VERSION.matcher(patch.peek(at + 1)).matches();
    }

    private static char mark(String line) {
        return line.isEmpty() || line.equals("\r") ? ' ' : line.charAt(0);
    }
}

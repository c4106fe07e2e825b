package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;

/**
 * Where a file's header stands in a unified diff: {@code ---} and {@code +++}, with blank lines around them, or one of them alone before a
 * hunk.
 */
final class FileHeader {
    private static final String OLD = "---";
    private static final String NEW = "+++";

    private FileHeader() {}

    /** Whether both names come here. */
    static boolean isPair(PatchLines patch, int at) {
        return isName(patch.peek(at), OLD) && isName(patch.peek(second(patch, at)), NEW);
    }

    /** Whether one name comes here, and a hunk with numbers after it. */
    static boolean isSingle(PatchLines patch, int at) {
        return isNew(patch, at) || (isName(patch.peek(at), OLD) && isHunk(patch, at + 1));
    }

    /**
     * Whether a hunk above ends here: what follows can be no line of it. A removed line of a hunk can look like a first name, and a second
     * name alone like an added line: neither is taken for a header unless what comes after is one's.
     */
    static boolean endsHunk(PatchLines patch, int at) {
        if (!isPair(patch, at)) {
            return isNew(patch, at);
        }
        int second = second(patch, at);
        int next = second + 1 + patch.blanks(second + 1);
        return HunkReader.isHeader(patch.peek(next)) || patch.peek(second).startsWith("+++ /dev/null");
    }

    /** Reads the names, and passes over blank lines between them and the hunk. */
    static HeaderNames read(PatchLines patch) throws EditRefusedException {
        int number = patch.number();
        boolean pair = isPair(patch, 0);
        HeaderName first = name(patch, number);
        if (pair) {
            patch.skipBlanks();
        }
        HeaderName second = pair ? name(patch, patch.number()) : first;
        if (HunkReader.isHeader(patch.peek(patch.blanks(0)))) {
            patch.skipBlanks();
        }
        return new HeaderNames(first, second, number);
    }

    private static HeaderName name(PatchLines patch, int number) throws EditRefusedException {
        return HeaderName.of(patch.take().substring(OLD.length()).stripLeading(), number);
    }

    private static int second(PatchLines patch, int at) {
        return at + 1 + patch.blanks(at + 1);
    }

    private static boolean isNew(PatchLines patch, int at) {
        return isName(patch.peek(at), NEW) && isHunk(patch, at + 1);
    }

    private static boolean isHunk(PatchLines patch, int at) {
        return HunkReader.hasNumbers(patch.peek(at + patch.blanks(at)));
    }

    private static boolean isName(String line, String mark) {
        return line.startsWith(mark + " ")
                || line.startsWith(mark + "\t")
                || line.stripTrailing().equals(mark);
    }
}

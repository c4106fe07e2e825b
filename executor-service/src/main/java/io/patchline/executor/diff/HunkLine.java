package io.patchline.executor.diff;

/**
 * One line of a hunk.
 *
 * @param text without the mark before it, with the line end that the file's line has or shall have
 */
public record HunkLine(Kind kind, String text) {
    public enum Kind {
        CONTEXT,
        REMOVED,
        ADDED,
    }

    boolean isOld() {
        return kind != Kind.ADDED;
    }

    boolean isNew() {
        return kind != Kind.REMOVED;
    }

    public boolean endsFile() {
        return !text.endsWith("\n");
    }
}

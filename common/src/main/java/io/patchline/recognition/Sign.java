package io.patchline.recognition;

/**
 * A line by which a patch text is known.
 *
 * @param kind what it is a sign of
 * @param line its index among the lines of the text, from 0
 * @param prefix what stands before it on its line
 */
record Sign(Kind kind, int line, String prefix) {

    /** What a line can be a sign of. */
    enum Kind {
        V4A_BEGIN,
        V4A_END,
        V4A_FILE,
        GIT_HEADER,
        FILE_HEADER,
        /** A line {@code +++ path} before a hunk, without {@code --- path} before it. */
        NEW_NAME_ONLY,
        HUNK,
        /** {@code @@} without numbers. */
        BARE_HUNK,
        RENAME,
        /** {@code index}, {@code new file mode} …: lines of git's extended header. */
        GIT_EXTENDED,
        BINARY,
        COMBINED,
        CONTEXT,
        NORMAL,
        ED_SCRIPT,
        STATISTICS,
        SEARCH,
        REPLACE,
        CONFLICT,
        /** A line that starts with + or - where a command would stand. */
        CHANGED_LINES,
    }
}

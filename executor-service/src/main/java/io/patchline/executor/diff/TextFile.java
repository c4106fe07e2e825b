package io.patchline.executor.diff;

import io.patchline.patch.FileMode;

/** What an edit sees of a file. */
public record TextFile(String text, FileMode mode) {
    /** The permission bits of a new file, as git gives them. */
    public static final FileMode NEW_FILE = new FileMode(0644);

    private static final int READ_BITS = 0444;
    private static final int EXECUTE_BITS = 0111;

    public TextFile withText(String other) {
        return new TextFile(other, mode);
    }

    /** Gives the right to execute to everyone who may read, or takes it from all: a diff knows no more of modes than this. */
    public TextFile withExecutable(boolean executable) {
        int bits = executable ? mode.bits() | ((mode.bits() & READ_BITS) >> 2) : mode.bits() & ~EXECUTE_BITS;
        return new TextFile(text, new FileMode(bits));
    }
}

package io.patchline.executor.output;

import java.io.IOException;

/** A stage on the way of a command's output from the pipe to where it is kept. Used by one thread at a time. */
interface ByteSink {
    /** Takes the bytes; the array may be used again afterwards. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Says that nothing more comes, so that what is held back goes on. Called once. */
    void finish() throws IOException;
}

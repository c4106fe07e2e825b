package io.patchline.executor.git.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * How a call of git ended.
 *
 * @param code its exit code
 * @param out what it wrote to its standard output
 * @param cut whether it wrote more than was asked for, and was ended for that: the code then says nothing
 * @param complaint the end of what it wrote to its standard error, for a person
 */
public record GitResult(int code, byte[] out, boolean cut, String complaint) {

    /** Whether it ended because it was to have no more memory. */
    public boolean isOutOfMemory() {
        return code != 0 && complaint.contains("Out of memory");
    }

    /** The output as one line of text. */
    public String line() {
        return new String(out, UTF_8).strip();
    }

    /** The output in the pieces that a NUL ends, as they are: names of files are bytes. */
    public List<byte[]> pieces() {
        return pieces(out.length);
    }

    /** The same of the first bytes of the output. */
    public List<byte[]> pieces(int length) {
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (out[i] == 0) {
                pieces.add(java.util.Arrays.copyOfRange(out, start, i));
                start = i + 1;
            }
        }
        return pieces;
    }
}

package io.patchline.executor.git.program;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Names of files that a program tells, each ended by NUL: so many of them, with so many bytes, and no more. Not for several threads at once. */
public final class NameList implements Output, Output.Taker {
    /** So many files one commit may change. */
    public static final int MOST_FILES = 100_000;

    /** So many bytes their names may have together. */
    public static final long MOST_BYTES = 16L << 20;

    private final int most;
    private final long mostBytes;
    private final List<byte[]> names = new ArrayList<>();
    private long bytes;
    private boolean full;

    /** @param most how many names are kept, with {@value #MOST_BYTES} bytes */
    public NameList(int most) {
        this(most, MOST_BYTES);
    }

    private NameList(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** For those that a program tells of the ones that it was asked for: no more than these are kept. */
    public static NameList among(List<byte[]> asked, int moreBytesOfEach) {
        long bytes = asked.stream()
                .mapToLong(name -> (long) name.length + moreBytesOfEach)
                .sum();
        return new NameList(asked.size(), bytes);
    }

    /** Keeps the name, if there is room for it. Returns whether there was: once there is none, none is kept any more. */
    @Override
    public boolean takes(byte[] name) {
        full = full || names.size() == most || bytes + name.length > mostBytes;
        if (!full) {
            names.add(name);
            bytes += name.length;
        }
        return !full;
    }

    /** What it was given. */
    public List<byte[]> names() {
        return names;
    }

    /** Whether there were more than there is room for. */
    public boolean isFull() {
        return full;
    }

    @Override
    public Read read(InputStream stream) throws IOException {
        return Output.pieces(this).read(stream);
    }
}

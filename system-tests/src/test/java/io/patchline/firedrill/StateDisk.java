package io.patchline.firedrill;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The disk that the state directory is on: a small one of its own, in memory, where we may mount one, so that it can be filled. */
final class StateDisk implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path directory;
    private final boolean own;
    private boolean mounted;

    private StateDisk(Path directory, boolean own) {
        this.directory = directory;
        this.own = own;
        this.mounted = own;
    }

    /**
     * @param patches for how many patches there must be room
     */
    static StateDisk at(Path directory, int patches) {
        try {
            Files.createDirectories(directory);
            int mebibytes = 64 + patches / 16;
            boolean own = Commands.run(List.of(
                            "mount",
                            "-t",
                            "tmpfs",
                            "-o",
                            "mode=711,size=" + mebibytes + "m",
                            "none",
                            directory.toString()))
                    == 0;
            return new StateDisk(directory, own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    boolean canBeFilled() {
        return own;
    }

    /** Not a byte is left. */
    void fill() {
        int chunk = CHUNK;
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (chunk > 0) {
                chunk = write(filler, chunk) ? chunk : chunk / 2;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        boolean last = mounted;
        mounted = false;
        if (last && Commands.run(List.of("umount", directory.toString())) != 0) {
            throw new IllegalStateException("umount " + directory + " failed: do it by hand");
        }
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    private static boolean write(OutputStream filler, int bytes) {
        try {
            filler.write(new byte[bytes]);
            return true;
        } catch (IOException full) {
            return false;
        }
    }
}

package io.patchline.executor.git.tree;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.patchline.executor.git.program.CallObserver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * The places of one workspace, as many as runs are carried out at the same time by the executors that share the directory. Safe for use by several threads and processes.
 */
public final class Places {
    private final Path directory;
    private final CallObserver observer;
    private final Set<Integer> mine = new HashSet<>();

    /** Those that this process has had before: nobody else works in them. */
    private final Set<Integer> used = new HashSet<>();

    /** @param directory of this workspace only; created if missing */
    public Places(Path directory, CallObserver observer) throws IOException {
        this.observer = observer;
        this.directory = Files.createDirectories(directory).toRealPath();
        Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Takes the first place that is free; makes one if none is. To close a lock file that this process has locked elsewhere would release that lock: it is not even opened. */
    public synchronized Place take() throws IOException {
        for (int number = 0; ; number++) {
            if (mine.contains(number)) {
                continue;
            }
            Path place = Files.createDirectories(directory.resolve("place-" + number));
            FileChannel channel = FileChannel.open(place.resolve("lock"), CREATE, WRITE);
            boolean taken = false;
            try {
                taken = channel.tryLock() != null && hasNoOrphans(number, place);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
            if (taken) {
                mine.add(number);
                int held = number;
                return new Place(place, () -> giveBack(held, channel), observer);
            }
        }
    }

    private boolean hasNoOrphans(int number, Path place) throws IOException {
        if (!used.contains(number)) {
            OrphanedGit.end(place.resolve(Place.GIT));
            HalfWritten.removeAll(place.resolve(Place.GIT));
            used.add(number);
        }
        return true;
    }

    private synchronized void giveBack(int number, FileChannel channel) throws IOException {
        mine.remove(number);
        channel.close();
    }

    public Path directory() {
        return directory;
    }
}

package io.patchline.executor.directory;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories with all that is in them. */
public final class DirectoryTrees {
    /** What is being removed lies in a directory whose name begins so, beside the one that it was. */
    private static final String REMOVED = "removed-";

    private DirectoryTrees() {}

    /**
     * Removes a directory, if it is there, and all that is in it, also where its owner locked himself out. Follows no links. How deep the tree is does not
     * matter: each directory below is moved up before its own contents are looked at, so that no path becomes longer than the system takes (PATH_MAX), and
     * neither open files nor the stack grow with the depth.
     *
     * @param directory in a directory that belongs to this process, on the same file system as all that is in it
     * @throws IOException if something cannot be removed; it then lies beside where it was, under a name that begins with {@code removed-}
     */
    public static void remove(Path directory) throws IOException {
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            return;
        }
        Path heap = Files.createTempDirectory(directory.toAbsolutePath().getParent(), REMOVED);
        Heap removed = new Heap(heap);
        removed.take(directory);
        removed.empty();
        Files.delete(heap);
    }

    /** Directories side by side, under numbers, that wait for their removal, the last that came first: however many they are, only their number is held. */
    private static final class Heap {
        private final Path place;
        private long waiting;

        private Heap(Path place) {
            this.place = place;
        }

        /** A directory is moved only by who may write to it. */
        private void take(Path directory) throws IOException {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Files.move(directory, place.resolve(Long.toString(waiting)), StandardCopyOption.ATOMIC_MOVE);
            waiting++;
        }

        private void empty() throws IOException {
            while (waiting > 0) {
                Path last = place.resolve(Long.toString(waiting - 1));
                if (Files.isDirectory(last, NOFOLLOW_LINKS)) {
                    remove(last);
                } else {
                    waiting--; // It went before what was in it.
                }
            }
        }

        private void remove(Path directory) throws IOException {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    if (Files.isDirectory(entry, NOFOLLOW_LINKS)) {
                        take(entry);
                    } else {
                        Files.deleteIfExists(entry);
                    }
                }
            }
            Files.delete(directory);
        }
    }
}

package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes that last. What each is for, and what needs none, says docs/decisions/0036. */
final class DurableFiles {
    private DurableFiles() {}

    /** Gives the file these contents, all or none of them, whatever dies meanwhile. On disk when it returns. One writer at a time for each file. */
    static void write(Path file, byte[] contents) throws IOException {
        replace(file, contents);
        sync(parentOf(file));
    }

    /** The same, but that the file is there is on disk only when its directory is synced: all of it then, or nothing. */
    static void replace(Path file, byte[] contents) throws IOException {
        Path temporary = parentOf(file).resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(contents);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(false);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Creates the directory and those above it, and sees to it that each is known to the one above. */
    static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        createDirectories(parentOf(directory));
        Files.createDirectories(directory);
        sync(parentOf(directory));
    }

    /** What is in the directory by now is on disk when this returns. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the root directory cannot be written: " + path);
        }
        return parent;
    }
}

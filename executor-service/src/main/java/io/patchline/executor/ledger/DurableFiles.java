package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes that last. What each is for, and what needs none, says docs/decisions/0172. */
final class DurableFiles {
    private DurableFiles() {}

    /** Gives the file these contents, all or none of them, whatever dies meanwhile. On disk when it returns. One writer at a time for each file. */
    static void write(Path file, byte[] contents) throws IOException {
        Path temporary = temporary(file);
        Files.write(temporary, contents);
        sync(temporary);
        rename(temporary, file);
        sync(parentOf(file));
    }

    /**
     * Gives the file these contents, all or none of them if a process dies meanwhile. Of a machine that dies before the file and its directory were synced there may
     * be left any part of them, or no file: whoever reads it has to tell. One writer at a time for each file.
     */
    static void put(Path file, byte[] contents) throws IOException {
        Path temporary = temporary(file);
        Files.write(temporary, contents);
        rename(temporary, file);
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

    /** What is in the file or directory by now is on disk when this returns; of a directory, its entries. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, READ)) {
            channel.force(true);
        }
    }

    private static Path temporary(Path file) {
        return parentOf(file).resolve(file.getFileName() + ".new");
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path parentOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the root directory cannot be written: " + path);
        }
        return parent;
    }
}

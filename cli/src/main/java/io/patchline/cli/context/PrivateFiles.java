package io.patchline.cli.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are for their owner alone, where the file system knows owners (POSIX); elsewhere the directory's rules hold. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Writes a new file beside it and moves it to its place, so that a reader sees the old or the new one. */
    public static void write(Path file, String text, CopyOption... options) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IOException(file + " is not a file");
        }
        Files.createDirectories(directory, mode("rwx------"));
        Path fresh = Files.createTempFile(directory, "." + absolute.getFileName(), ".new", mode("rw-------"));
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, absolute, options);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}

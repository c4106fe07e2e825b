package io.patchline.executor.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything in a directory as values that can be compared: bytes, permission bits, directories, links. */
final class Snapshot {
    private Snapshot() {}

    static Map<String, String> of(Path root) throws IOException {
        Map<String, String> snapshot = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(p -> !p.equals(root))::iterator) {
                snapshot.put(root.relativize(path).toString(), describe(path));
            }
        }
        return snapshot;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "directory " + mode;
        }
        return Files.isRegularFile(path)
                ? "file " + mode + " " + new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                : "special " + mode;
    }
}

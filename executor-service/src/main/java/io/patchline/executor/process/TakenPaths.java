package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which files and directories certain paths lead to, who owns them, and what is mounted: what a process that has taken them goes on with, whatever is put in their place.
 * What is in them does not matter: it sees that.
 */
record TakenPaths(List<Path> paths, List<Map<String, Object>> identities, String mounts) {
    private static final TakenPaths NONE = new TakenPaths(List.of(), List.of(), "");

    /** By device and number a file is known whatever its name (stat(2)). */
    private static final String IDENTITY = "unix:dev,ino,uid,gid";

    /** Names in it are of any bytes. */
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    /** As they are now. Where nothing is taken, nothing need be looked at. */
    static TakenPaths of(List<Path> paths) throws IOException {
        if (paths.isEmpty()) {
            return NONE;
        }
        List<Map<String, Object>> identities = new ArrayList<>();
        for (Path path : paths) {
            identities.add(identity(path));
        }
        return new TakenPaths(paths, identities, new String(Files.readAllBytes(MOUNTS), ISO_8859_1));
    }

    /** Whether a process that takes them now would take the same. */
    boolean areTheSameNow() throws IOException {
        return equals(of(paths));
    }

    private static Map<String, Object> identity(Path path) throws IOException {
        try {
            return Files.readAttributes(path, IDENTITY);
        } catch (NoSuchFileException e) {
            return Map.of();
        }
    }
}

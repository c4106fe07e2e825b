package io.patchline.executor.diff;

import io.patchline.patch.FileMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tree of files on disk as a value, and back. */
public final class TestTree {
    private static final List<PosixFilePermission> ALL = List.of(PosixFilePermission.values());

    private TestTree() {}

    public static void write(Path root, Map<String, TextFile> files) throws IOException {
        for (Map.Entry<String, TextFile> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().text().getBytes(StandardCharsets.UTF_8));
            Files.setPosixFilePermissions(
                    path, permissions(file.getValue().mode().bits()));
        }
    }

    public static Map<String, TextFile> read(Path root) throws IOException {
        Map<String, TextFile> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path :
                    (Iterable<Path>) paths.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))::iterator) {
                FileMode mode = new FileMode(bits(Files.getPosixFilePermissions(path)));
                files.put(root.relativize(path).toString(), new TextFile(Files.readString(path), mode));
            }
        }
        return files;
    }

    public static Set<PosixFilePermission> permissions(int bits) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < ALL.size(); i++) {
            if ((bits & 0400 >> i) != 0) {
                permissions.add(ALL.get(i));
            }
        }
        return permissions;
    }

    public static int bits(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            bits |= 0400 >> ALL.indexOf(permission);
        }
        return bits;
    }
}

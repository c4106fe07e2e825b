package io.patchline.executor.directory;

import io.patchline.patch.FileMode;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Permission bits as the JDK has them. */
public final class Permissions {
    private static final List<PosixFilePermission> FROM_0400_DOWN = List.of(PosixFilePermission.values());

    private Permissions() {}

    public static Set<PosixFilePermission> of(FileMode mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < FROM_0400_DOWN.size(); i++) {
            if ((mode.bits() & (0400 >> i)) != 0) {
                permissions.add(FROM_0400_DOWN.get(i));
            }
        }
        return permissions;
    }

    public static FileMode mode(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            bits |= 0400 >> FROM_0400_DOWN.indexOf(permission);
        }
        return new FileMode(bits);
    }
}

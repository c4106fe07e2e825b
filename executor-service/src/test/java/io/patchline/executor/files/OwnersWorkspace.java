package io.patchline.executor.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A workspace in which modes count, also for tests of root: it then belongs to somebody else, and no more is done in it than they may. */
final class OwnersWorkspace {
    private static final int OWNER = 61000;
    private static final int ROOT = 0;

    private OwnersWorkspace() {}

    /** Gives the directory away, if this is root. */
    static void give(Path directory) throws IOException {
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT)) {
            Files.setAttribute(directory, "unix:uid", OWNER, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(directory, "unix:gid", OWNER, LinkOption.NOFOLLOW_LINKS);
        }
    }

    static void lock(Path directory, String mode) throws IOException {
        if (Files.exists(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
        }
    }
}

package io.patchline.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a test makes sandboxes of its own: a directory that everybody may read, and in it a workspace that belongs to the user of the commands.
 *
 * @param root holds the workspace and whatever else the test needs
 */
record SandboxRoot(Path root, Path workspace) {
    /** @param name the beginning of the directory's name */
    static SandboxRoot create(String name) throws IOException {
        Path root = Files.createTempDirectory(name);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path workspace = Files.createDirectory(root.resolve("workspace"));
        CommandUser.adopt(workspace);
        return new SandboxRoot(root, workspace);
    }

    /** With all that is in it, pipes and directories that nobody may read included. */
    static void remove(Path root) throws IOException {
        new ProcessBuilder("rm", "-rf", root.toString()).start().onExit().join();
    }
}

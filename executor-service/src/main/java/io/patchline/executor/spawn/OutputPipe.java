package io.patchline.executor.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The pipe that a command writes to. It belongs to the user that made it; a command that runs as another writes to what it has got, but could not open
 * {@code /dev/stdout}, which is the same pipe once more. (Source: proc(5), /proc/pid/fd.)
 */
final class OutputPipe {
    private OutputPipe() {}

    /** Lets every user who can see the process open its output. */
    static void openToAll(Process process) {
        try {
            Files.setPosixFilePermissions(
                    Path.of("/proc/" + process.pid() + "/fd/1"), PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            // It has ended already, or belongs to somebody else: then only /dev/stdout is not to be opened.
        }
    }
}

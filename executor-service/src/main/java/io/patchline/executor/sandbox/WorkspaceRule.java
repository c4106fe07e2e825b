package io.patchline.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a workspace must be for commands to be confined to it. */
final class WorkspaceRule {
    private WorkspaceRule() {}

    /** A command that could write to what it is started from could change what runs next, outside of its sandbox. */
    static void refuseOverlap(Path workspace, Path files) throws IOException {
        if (!workspace.isAbsolute() || !Files.isDirectory(workspace)) {
            throw new IOException("there is no workspace " + workspace);
        }
        Path real = workspace.toRealPath();
        if (files.toRealPath().startsWith(real)) {
            throw new IOException("the executor's own directory " + files + " lies in the workspace " + workspace);
        }
        if (real.getNameCount() == 0
                || Path.of("/usr").startsWith(real)
                || Path.of("/etc").startsWith(real)) {
            throw new IOException("the workspace must not be " + real);
        }
    }
}

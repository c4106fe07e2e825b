package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The git that an executor had started in a place when it was killed: it goes on by itself, and would write into a tree in which another run has begun. Known by the variable
 * {@code GIT_DIR} in its environment (proc(5)), with which every call on a place is started.
 */
final class OrphanedGit {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedGit.class);

    private OrphanedGit() {}

    /** Ends those of this git directory and returns when they are gone. For whoever holds the place, and has started none in it. */
    static void end(Path gitDirectory) {
        List<ProcessHandle> orphans = ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, gitDirectory))
                .toList();
        for (ProcessHandle orphan : orphans) {
            LOG.atWarn()
                    .addKeyValue("process", orphan.pid())
                    .addKeyValue("directory", gitDirectory)
                    .log("A git that an executor left behind is ended");
            orphan.destroyForcibly();
        }
        CompletableFuture.allOf(orphans.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .join();
    }

    private static boolean worksIn(ProcessHandle process, Path gitDirectory) {
        try {
            Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
            // ISO 8859-1 keeps every byte, and so tells names apart.
            String variables = new String(Files.readAllBytes(environment), ISO_8859_1);
            String name =
                    new String(gitDirectory.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);
            return ("\0" + variables).contains("\0GIT_DIR=" + name + "\0");
        } catch (IOException e) {
            return false; // It is gone, or another user's.
        }
    }
}

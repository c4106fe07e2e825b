package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The git that an executor had started in a place when it was killed: it goes on by itself, and would write into a tree in which another run has begun. Known by the variable
 * {@code GIT_DIR} in its environment (proc(5)), with which every call on a place is started.
 */
final class OrphanedGit {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedGit.class);

    private static final int MOST_LOOKS = 100;
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

    private OrphanedGit() {}

    /**
     * Ends those of this git directory, and what they start meanwhile, and returns when none is left. For whoever holds the place, and has started none in it.
     *
     * @throws IOException if one does not end within ten seconds
     */
    static void end(Path gitDirectory) throws IOException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            // A process that has ended and that nobody reaps has no environment any more.
            List<ProcessHandle> orphans = ProcessHandle.allProcesses()
                    .filter(process -> worksIn(process, gitDirectory))
                    .toList();
            if (orphans.isEmpty()) {
                return;
            }
            orphans.forEach(ProcessHandle::destroyForcibly);
            LOG.atWarn()
                    .addKeyValue(
                            "processes",
                            orphans.stream().map(ProcessHandle::pid).toList())
                    .addKeyValue("directory", gitDirectory)
                    .log("A git that an executor left behind is ended");
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        throw new IOException("a git of an executor that died does not end: it works in " + gitDirectory);
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

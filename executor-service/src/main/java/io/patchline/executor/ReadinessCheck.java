package io.patchline.executor;

import io.patchline.executor.directory.LockedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this executor can carry patches out: its workspace and its ledger are there, and commands can be run. Looked at once a second, the sandbox only when it
 * failed a command and, from then on, until it works again. As long as something is missing nothing is taken, and patches stay in their queues. Safe for use by
 * several threads.
 */
final class ReadinessCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessCheck.class);

    private final Path workspace;
    private final Path ledger;
    private final SandboxCheck sandbox;
    private final Runnable lost;
    private final Runnable regained;
    private volatile Optional<String> obstacle = Optional.empty();

    /** When an obstacle was there last. */
    private OptionalLong lastSeen = OptionalLong.empty();

    /** Tries the sandbox with commands that harm nothing. */
    interface SandboxCheck {
        /** Why no command can be run now, and what mends it; empty if commands can. */
        Optional<String> fault() throws IOException;
    }

    /**
     * @param lost is run when patches cannot be carried out any more
     * @param regained is run when they can again
     */
    ReadinessCheck(Path workspace, Path ledger, SandboxCheck sandbox, Runnable lost, Runnable regained) {
        this.workspace = workspace;
        this.ledger = ledger;
        this.sandbox = sandbox;
        this.lost = lost;
        this.regained = regained;
    }

    /** What is missing, and what mends it; empty if nothing is. Waits for no look. */
    Optional<String> obstacle() {
        return obstacle;
    }

    /** Looks again. A defect in one look does not keep the next from being made. */
    synchronized void look() {
        try {
            Optional<String> missing = missing();
            if (missing.isPresent() || obstacle.isPresent()) {
                become(missing.isPresent() ? missing : sandboxFault());
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .log("A defect kept the executor from looking whether it is ready; it looks again");
        }
    }

    /**
     * A command could not be started. Returns whether another could, now and ever since: then it was that command's fault.
     *
     * @param began by {@link System#nanoTime()}, when that command was to start
     */
    synchronized boolean couldRunCommandsSince(long began) {
        Optional<String> missing = missing();
        become(missing.isPresent() ? missing : sandboxFault());
        return obstacle.isEmpty() && (lastSeen.isEmpty() || lastSeen.getAsLong() - began < 0);
    }

    private void become(Optional<String> next) {
        boolean before = obstacle.isEmpty();
        if (!before || next.isPresent()) {
            lastSeen = OptionalLong.of(System.nanoTime());
        }
        obstacle = next;
        if (before && next.isPresent()) {
            LOG.atError()
                    .addKeyValue("cause", next.get())
                    .log("No patch can be carried out: none is taken until this is mended");
            lost.run();
        } else if (!before && next.isEmpty()) {
            LOG.atInfo().log("Patches can be carried out again");
            regained.run();
        }
    }

    private Optional<String> missing() {
        LockedDirectory.unlock(workspace);
        if (!Files.isDirectory(workspace)) {
            return Optional.of("the workspace " + workspace + " is gone — put it back, with its owner");
        }
        if (!Files.isDirectory(ledger)) {
            return Optional.of("the ledger " + ledger
                    + " is gone — put it back; a restart begins a new one, which does not know what ran before");
        }
        return Optional.empty();
    }

    private Optional<String> sandboxFault() {
        try {
            return sandbox.fault();
        } catch (IOException e) {
            return Optional.of("the sandbox cannot be tried: " + e.getMessage()
                    + " — see that there is room in the state directory, or restart the executor");
        }
    }
}

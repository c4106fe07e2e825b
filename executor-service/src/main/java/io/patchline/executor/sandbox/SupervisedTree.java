package io.patchline.executor.sandbox;

import io.patchline.executor.process.ProcessTree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The processes of a command beside its {@link Supervisor}, which ends all of them when it is asked to end itself, and is the last to go. */
final class SupervisedTree implements ProcessTree {
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(SupervisedTree.class);

    private final ProcessHandle supervisor;

    SupervisedTree(ProcessHandle supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public void terminate() {
        supervisor.descendants().forEach(ProcessHandle::destroy);
    }

    @Override
    public void kill() {
        supervisor.destroy();
        CompletableFuture.delayedExecutor(LONGEST_DEATH.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::killOneByOne);
    }

    /** The supervisor has seen to it. */
    @Override
    public boolean reap() {
        return false;
    }

    /** A command without a sandbox of its own user's can have stopped its supervisor. */
    private void killOneByOne() {
        if (supervisor.isAlive()) {
            LOG.warnf("the supervisor %d does not end its command and is killed", supervisor.pid());
            List<ProcessHandle> descendants = supervisor.descendants().toList();
            supervisor.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }
}

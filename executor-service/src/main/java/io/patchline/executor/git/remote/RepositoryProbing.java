package io.patchline.executor.git.remote;

import io.patchline.executor.git.program.RepositoryAwayException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a repository at once, as long as it sees something wrong, and again whenever a run finds it away or is refused, and tells what it sees. Nobody waits for it. On a thread of its
 * own.
 */
public final class RepositoryProbing implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryProbing.class);

    private final Probe probe;
    private final RepositoryWatch watch;
    private final Thread thread;

    /** A look at the repository. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Why no patch can take effect, and what mends it; empty if one can, as far as that can be seen without one.
         *
         * @param push whether to push something that has no effect, because what may be done without cannot tell what is wrong
         * @throws RepositoryAwayException if it cannot be seen now
         */
        Optional<String> look(boolean push) throws RepositoryAwayException, InterruptedException;
    }

    /** Looks from now on, and tells this watch. */
    public RepositoryProbing(Probe probe, RepositoryWatch watch) {
        this.probe = probe;
        this.watch = watch;
        this.thread = Thread.ofVirtual().name("repository-probe").start(this::goOn);
    }

    private void goOn() {
        try {
            Duration pause = FIRST_PAUSE;
            boolean push = false;
            while (true) {
                push |= watch.takeDoubt();
                long pushes = watch.acceptedPushes();
                boolean usable = look(push, pushes);
                if (!usable) {
                    Thread.sleep(pause);
                    pause = RepositoryWatch.longer(pause);
                    usable = watch.acceptedPushes() != pushes;
                }
                if (usable) {
                    push = false;
                    pause = FIRST_PAUSE;
                    watch.awaitReasonToLook();
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("No repository is looked at any more");
        }
    }

    /** Returns whether nothing is wrong. A defect of a look is none of the repository's. */
    private boolean look(boolean push, long pushes) throws InterruptedException {
        Optional<String> found = Optional.empty();
        try {
            found = probe.look(push);
        } catch (RepositoryAwayException e) {
            watch.lookedInVain(String.valueOf(e.getMessage()));
            return false;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A defect kept the executor from looking at a repository");
        }
        watch.looked(found, pushes);
        return found.isEmpty();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

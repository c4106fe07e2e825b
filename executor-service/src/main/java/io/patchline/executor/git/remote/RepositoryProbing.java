package io.patchline.executor.git.remote;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a repository at once, as long as no patch can take effect in it, and again whenever a run finds it away or is refused. On a thread of its own. */
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
         */
        Optional<String> look(boolean push) throws InterruptedException;
    }

    /** Looks from now on, and tells this watch. */
    public RepositoryProbing(Probe probe, RepositoryWatch watch) {
        this.probe = probe;
        this.watch = watch;
        watch.expectLook();
        this.thread = Thread.ofVirtual().name("repository-probe").start(this::goOn);
    }

    private void goOn() {
        try {
            Duration pause = FIRST_PAUSE;
            boolean push = false;
            while (true) {
                push |= watch.takeDoubt();
                watch.looked(look(push));
                if (watch.obstacle().isEmpty()) {
                    push = false;
                    watch.awaitReasonToLook();
                    pause = FIRST_PAUSE;
                } else {
                    Thread.sleep(pause);
                    pause = RepositoryWatch.longer(pause);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("No repository is looked at any more");
        }
    }

    /** A defect of a look must not keep patches waiting: they find out by themselves. */
    private Optional<String> look(boolean push) throws InterruptedException {
        try {
            return probe.look(push);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A defect kept the executor from looking at a repository");
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

package io.patchline.executor;

import io.patchline.executor.ledger.LedgerSweeper;
import io.patchline.executor.ledger.LedgerTrimmer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the state directory small, beside the patches: what was over long ago, what is too much, and what executors that died have left. */
final class Housekeeping implements AutoCloseable {
    /** One of the ledger's 256 shards each time: all of them in about an hour. */
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(15);

    private static final Duration TRIM_EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final LedgerSweeper sweeper;
    private final LedgerTrimmer trimmer;
    private final Runnable sandboxSweep;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("housekeeper").factory());

    /** What the disk may refuse. */
    private interface Chore {
        int carryOut() throws IOException;
    }

    Housekeeping(LedgerSweeper sweeper, LedgerTrimmer trimmer, Runnable sandboxSweep) {
        this.sweeper = sweeper;
        this.trimmer = trimmer;
        this.sandboxSweep = sandboxSweep;
    }

    void start() {
        ScheduledFuture<?> sweeps = every(SWEEP_EVERY, () -> {
            sandboxSweep.run();
            return sweeper.sweepNext();
        });
        ScheduledFuture<?> trims = every(TRIM_EVERY, trimmer::trimIfDue);
        LOG.atDebug().addKeyValue("sweeps", sweeps).addKeyValue("trims", trims).log("Keeps the state directory small");
    }

    private ScheduledFuture<?> every(Duration pause, Chore chore) {
        return thread.scheduleWithFixedDelay(() -> carryOut(chore), 0, pause.toSeconds(), TimeUnit.SECONDS);
    }

    private static void carryOut(Chore chore) {
        try {
            LOG.atTrace().addKeyValue("runs", chore.carryOut()).log("Tidied");
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("The state directory could not be tidied; it is tried again");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

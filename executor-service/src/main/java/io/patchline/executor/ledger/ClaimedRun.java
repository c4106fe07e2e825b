package io.patchline.executor.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongConsumer;

/** A run that is the holder's to carry out, until it is closed or the process dies. Not for several threads at once. */
public final class ClaimedRun implements AutoCloseable {
    private final RunDirectory directory;
    private final RunMutex gate;
    private final boolean beforeMemory;
    private final ClaimFile claim;
    private final String content;
    private final String executor;
    private final LongConsumer added;
    private final int deaths;
    private int attempt;
    private boolean entered;

    /**
     * @param content the hash of what is to be carried out
     * @param beforeMemory see {@link #isBeforeMemory}
     */
    ClaimedRun(ClaimAttempt claiming, ClaimFile claim, String content, boolean beforeMemory) {
        this.directory = claiming.directory();
        this.gate = claiming.gate();
        this.beforeMemory = beforeMemory;
        this.claim = claim;
        this.content = content;
        this.executor = claiming.executor();
        this.added = claiming.added();
        this.attempt = claim.started();
        this.deaths = attempt - claim.ended();
    }

    /** Whether the message was delivered before, is not in the ledger, and is so old that the ledger may have forgotten it: it may have been carried out. */
    public boolean isBeforeMemory() {
        return beforeMemory;
    }

    /** How many executors died while they carried this run out. */
    public int deaths() {
        return deaths;
    }

    /** The number of the attempt that was started last; 0 if none was. */
    public int attempt() {
        return attempt;
    }

    /**
     * Puts on disk that an attempt starts now, before anything of it happens. Returns its number, from 1.
     *
     * @throws IOException if that cannot be written: then no attempt was started
     */
    public int startAttempt(Instant now) throws IOException {
        int next = attempt + 1;
        Files.createDirectories(scratchOf(next));
        claim.start("%d %s %s".formatted(next, now, executor), content, this::enter);
        attempt = next;
        return attempt;
    }

    /** Puts on disk that the attempt ended and that another is to follow. */
    public void endAttempt(Instant now) throws IOException {
        claim.end("%d %s %s".formatted(attempt, now, executor));
    }

    /** A directory of this attempt's own, for its script and its output. It is there since the attempt was started. */
    public Path scratch() {
        return scratchOf(attempt);
    }

    /** Where the journals of this run's file changes are, as long as they can be undone. Made by whoever writes one. */
    public Path journals() {
        return directory.journals();
    }

    /** Puts the outcome on disk: from now on this run is over, whatever dies. */
    public void finish(RunRecord record) throws IOException {
        if (claim.content().isEmpty()) {
            directory.syncRequest();
        }
        enter();
        directory.finish(record);
        added.accept(directory.bulk());
    }

    /** Notes that the broker has the report, so that a redelivery need not make the dead letter again. */
    public void markReported() throws IOException {
        directory.markReported();
    }

    private void enter() throws IOException {
        if (!entered) {
            directory.enter();
            entered = true;
        }
    }

    private Path scratchOf(int number) {
        return directory.run().resolve("attempt-" + number);
    }

    /** Gives the claim up. */
    @Override
    public void close() {
        try {
            claim.close();
        } finally {
            gate.leave(directory.run());
        }
    }
}

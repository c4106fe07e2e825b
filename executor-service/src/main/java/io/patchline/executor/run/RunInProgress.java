package io.patchline.executor.run;

import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.report.Announcement;
import io.patchline.message.PatchMessage;
import io.patchline.trace.TraceParent;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** A run that this process is on, from its claim to its report. */
public final class RunInProgress {
    private final PatchMessage message;
    private final Instant since;
    private final Cancellation cancellation = new Cancellation();
    private final boolean deliveredBefore;
    private final BooleanSupplier held;
    private volatile Optional<TraceParent> trace;
    private volatile Optional<String> cancelledBy = Optional.empty();
    private volatile Optional<Announcement> started = Optional.empty();
    private final CountDownLatch over = new CountDownLatch(1);

    RunInProgress(PatchMessage message, boolean deliveredBefore, BooleanSupplier held, Instant since) {
        this.message = message;
        this.trace = message.trace();
        this.deliveredBefore = deliveredBefore;
        this.held = held;
        this.since = since;
    }

    public PatchMessage message() {
        return message;
    }

    public RunKey key() {
        return new RunKey(message.patch().id(), message.run());
    }

    public Instant since() {
        return since;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    /** The place in a trace that what is published of it is part of. */
    Optional<TraceParent> trace() {
        return trace;
    }

    /** What is published of it from now on is part of this. */
    void goOnIn(Optional<TraceParent> place) {
        trace = place;
    }

    /** Asks for its end, unless it was asked for already. */
    void cancel(String by) {
        if (cancelledBy.isEmpty()) {
            cancelledBy = Optional.of(by);
        }
        cancellation.request(Cancellation.Reason.REQUESTED);
    }

    /** Who asked for its end, if somebody did. */
    Optional<String> cancelledBy() {
        return cancelledBy;
    }

    /** Whether the broker has handed its message over before, to whomever. */
    boolean isDeliveredBefore() {
        return deliveredBefore;
    }

    /** Whether its message is still this process's to answer: otherwise another executor has it by now. Asks the broker. */
    boolean isHeld() {
        return held.getAsBoolean();
    }

    /** Its newest attempt was announced. */
    void started(Announcement announcement) {
        started = Optional.of(announcement);
    }

    /**
     * Returns when the broker has the announcement of the newest attempt, if there is one: nothing that came of the attempt is published before.
     *
     * @throws InterruptedException if the executor ends first
     */
    void awaitStarted() throws InterruptedException {
        if (started.isPresent()) {
            started.get().await();
        }
    }

    void awaitEnd() throws InterruptedException {
        over.await();
    }

    void end() {
        started.ifPresent(Announcement::close);
        over.countDown();
    }
}

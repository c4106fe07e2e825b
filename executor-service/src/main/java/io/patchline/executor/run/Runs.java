package io.patchline.executor.run;

import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.executor.actions.DiskRetry;
import io.patchline.executor.actions.RunWorkspace;
import io.patchline.executor.actions.Workspaces;
import io.patchline.executor.ledger.Claim;
import io.patchline.executor.ledger.ClaimRequest;
import io.patchline.executor.ledger.ClaimedRun;
import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.ledger.RunLedger;
import io.patchline.executor.ledger.RunRecord;
import io.patchline.message.LaneRelease;
import io.patchline.message.PatchMessage;
import io.patchline.trace.Span;
import io.patchline.trace.SpanStart;
import io.patchline.trace.Tracing;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings runs to their end, each at most once, however often its message is delivered. What is going on in this process is attached to;
 * what is over is reported again if the report may not have arrived, or if the patch was submitted anew since. Safe for use by several threads.
 */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final RunLedger ledger;
    private final Workspaces workspaces;
    private final AttemptLoop attempts;
    private final LaneGate gate;
    private final RunReports reports;
    private final Tracing tracing;
    private final Clock clock;
    private final RecentCancels requests = new RecentCancels();
    private final ConcurrentMap<RunKey, RunInProgress> inProgress = new ConcurrentHashMap<>();

    public Runs(
            RunLedger ledger,
            Workspaces workspaces,
            AttemptLoop attempts,
            LaneGate gate,
            RunReports reports,
            Tracing tracing,
            Clock clock) {
        this.ledger = ledger;
        this.workspaces = workspaces;
        this.attempts = attempts;
        this.gate = gate;
        this.reports = reports;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * Returns when the run that the message asks for is over and the broker has confirmed its report: the message may be acknowledged.
     *
     * @param deliveredBefore whether the broker has handed the message over before, to whomever
     * @param held asks the broker whether the message is still this process's to answer
     * @return false: nothing of it happened, because no command can be run here now; the message belongs back in its queue
     * @throws IOException if the ledger cannot be read or written: the run is as it was before, and this may be called again
     * @throws InterruptedException if the executor ends first
     */
    public boolean bringToEnd(PatchMessage message, boolean deliveredBefore, BooleanSupplier held)
            throws IOException, InterruptedException {
        RunInProgress mine = new RunInProgress(message, deliveredBefore, held, clock.instant());
        RunInProgress other = inProgress.putIfAbsent(mine.key(), mine);
        while (other != null) {
            LOG.atInfo()
                    .addKeyValue("patch", mine.key().patch())
                    .addKeyValue("run", mine.key().run())
                    .log("Delivered again while it runs; waiting for its end");
            other.awaitEnd();
            other = inProgress.putIfAbsent(mine.key(), mine);
        }
        try {
            requests.by(mine.key()).ifPresent(mine::cancel);
            return settle(mine);
        } finally {
            inProgress.remove(mine.key(), mine);
            mine.end();
        }
    }

    /** The same of a message that nobody can take away. */
    boolean bringToEnd(PatchMessage message, boolean deliveredBefore) throws IOException, InterruptedException {
        return bringToEnd(message, deliveredBefore, () -> true);
    }

    /**
     * Reports a run that defects of ours keep from its end as failed: it must not hold up its lane for ever.
     *
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void giveUp(PatchMessage message, Throwable defect) throws InterruptedException {
        RunRecord failed = reports.defect(defect);
        report(message, DiskRetry.until("a lane's hold", () -> gate.decide(message, failed)));
    }

    /**
     * Holds the lane no more, and returns when the broker has confirmed the report of it.
     *
     * @throws InterruptedException if the executor ends first
     */
    public void release(LaneRelease order) throws InterruptedException {
        Optional<PatchEvent> released = DiskRetry.until("a lane's hold", () -> gate.release(order, reports.executor()));
        if (released.isPresent()) {
            reports.ofLane(released.get(), Optional.empty());
        }
    }

    /**
     * Asks for the end of this run, on which this process is or may be some day: one that has not begun never will.
     *
     * @return whether this process is on it
     */
    public boolean cancel(RunKey key, String by) {
        requests.add(key, by);
        Optional<RunInProgress> now = Optional.ofNullable(inProgress.get(key));
        now.ifPresent(run -> run.cancel(by));
        return now.isPresent();
    }

    /** What this process is on at the moment. */
    public Collection<RunInProgress> inProgress() {
        return List.copyOf(inProgress.values());
    }

    private boolean settle(RunInProgress run) throws IOException, InterruptedException {
        PatchMessage message = run.message();
        RunWorkspace workspace = workspaces.of(message.patch());
        ClaimRequest request = new ClaimRequest(
                run.key(), message.body(), message.acceptedAt(), message.source(), run.isDeliveredBefore());
        switch (ledger.claim(request)) {
            case Claim.Granted granted -> {
                try (ClaimedRun claimed = granted.run();
                        Span span = tracing.start(
                                SpanStart.in(message.trace(), "carry out patch", SpanStart.Role.CONSUMER))) {
                    run.goOnIn(span.context());
                    Optional<RunRecord> end = carryOut(run, claimed, workspace);
                    if (end.isEmpty()) {
                        return false;
                    }
                    RunRecord record = end.get();
                    DiskRetry.untilDone("an outcome", () -> claimed.finish(record));
                    workspace.settle(record.outcome(), claimed.journals());
                    RunReports.note(span, message, record);
                    run.awaitStarted();
                    report(message.within(span.context()), record);
                    DiskRetry.untilDone("the note of a report", claimed::markReported);
                }
            }
            case Claim.Finished finished -> {
                workspace.settle(finished.run().outcome(), ledger.journals(run.key()));
                if (!finished.reported()) {
                    reports.startedAgain(message, finished);
                    report(message, finished.run());
                    DiskRetry.untilDone("the note of a report", () -> ledger.markReported(run.key()));
                } else if (message.acceptedAt().isAfter(finished.run().finishedAt())) {
                    sayEndsAgain(message, finished.run());
                }
            }
            case Claim.Conflict conflict -> reports.conflict(message);
        }
        return true;
    }

    /** Whoever accepted the patch when it was over knew nothing of it any more, and without this would never hear of its end. */
    private void sayEndsAgain(PatchMessage message, RunRecord record) throws IOException, InterruptedException {
        LOG.atInfo()
                .addKeyValue("patch", message.patch().id())
                .addKeyValue("run", message.run())
                .log("Submitted anew when it was over; its end is published again");
        reports.endAgain(message, message.run(), record);
        RunKey first = new RunKey(message.patch().id(), message.run());
        for (Map.Entry<Integer, RunRecord> later : ledger.laterEnds(first).entrySet()) {
            reports.endAgain(message, later.getKey(), later.getValue());
        }
    }

    /** What was begun in an earlier time, or was cancelled, has its own end, also in a lane that is held. */
    private Optional<RunRecord> carryOut(RunInProgress run, ClaimedRun claimed, RunWorkspace workspace)
            throws IOException, InterruptedException {
        PatchMessage message = run.message();
        boolean fresh = claimed.attempt() == 0
                && !claimed.isBeforeMemory()
                && run.cancelledBy().isEmpty();
        Optional<LaneHold> aside = fresh ? gate.setsAside(message) : Optional.empty();
        Optional<RunRecord> record = aside.isPresent()
                ? Optional.of(reports.notBegun(LaneGate.aside(aside.get())).in(aside.get()))
                : attempts.carryOut(run, claimed, workspace);
        if (record.isEmpty()) {
            return record;
        }
        RunRecord standing = attempts.standing(run, claimed, workspace, record.get());
        return Optional.of(DiskRetry.until("a lane's hold", () -> gate.decide(message, standing)));
    }

    /** The lane is held, or free, before anybody hears of the outcome. */
    private void report(PatchMessage message, RunRecord record) throws InterruptedException {
        Optional<PatchEvent> ofLane = DiskRetry.until("a lane's hold", () -> gate.settle(message, record));
        reports.report(message, record);
        if (ofLane.isPresent()) {
            reports.ofLane(ofLane.get(), message.trace());
        }
    }
}

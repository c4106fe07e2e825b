package io.patchline.executor.run;

import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.executor.ledger.Claim;
import io.patchline.executor.ledger.RunRecord;
import io.patchline.executor.report.DeadLetter;
import io.patchline.executor.report.Reporter;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Disposition;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.OutcomeLimit;
import io.patchline.outcome.RetryPolicy;
import io.patchline.outcome.RunReport;
import io.patchline.trace.Span;
import io.patchline.trace.TraceParent;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is published of a run that is over: its outcome, and the dead letter if it needs a person. */
public final class RunReports {
    private final Reporter reporter;
    private final String executor;
    private final Clock clock;
    private final Consumer<RunRecord> finished;

    /**
     * @param finished hears of each run whose report is confirmed
     */
    public RunReports(Reporter reporter, String executor, Clock clock, Consumer<RunRecord> finished) {
        this.reporter = reporter;
        this.executor = executor;
        this.clock = clock;
        this.finished = finished;
    }

    /** Reports the record, and returns when the broker has confirmed it. Said again, it is the same events and the same dead letter. */
    void report(PatchMessage message, RunRecord record) throws InterruptedException {
        RunRef ref = ref(message, record.attempt(), record.executor());
        end(message, ref, record);
        switch (RetryPolicy.noMore().decide(record.outcome(), record.attempt())) {
            case Disposition.DeadLetter dead ->
                reporter.deadLetter(new DeadLetter(
                        message,
                        ref,
                        dead.reason(),
                        dead.summary(),
                        DeadLetter.failedIn(record.outcome().report()),
                        record.hold(),
                        record.finishedAt()));
            case Disposition.Accept accept -> {}
            case Disposition.RetryInPlace never -> throw new AssertionError("a run that is over is not tried again");
        }
        finished.accept(record);
    }

    /** Says once more how a run of the patch ended. Not that it is a dead letter: somebody may have dealt with that since. */
    void endAgain(PatchMessage message, int run, RunRecord record) throws InterruptedException {
        RunRef ref = new RunRef(
                message.patch().id(), run, record.attempt(), message.patch().lane(), record.executor());
        end(message, ref, record);
    }

    private void end(PatchMessage message, RunRef ref, RunRecord record) throws InterruptedException {
        reporter.reportEnd(
                new PatchEvent.Finished(ref, record.outcome(), Optional.of(message.fingerprint())),
                record.finishedAt(),
                message);
    }

    /** Says again that the last attempt started, if one did: whoever was to await that this is confirmed may have died before it was. */
    void startedAgain(PatchMessage message, Claim.Finished finished) throws InterruptedException {
        if (finished.began().isPresent()) {
            Claim.Start start = finished.began().get();
            RunRef ref = ref(message, start.attempt(), start.executor());
            reporter.repeat(
                    new PatchEvent.Started(ref, Optional.of(message.fingerprint())), start.at(), message.trace());
        }
    }

    private static RunRef ref(PatchMessage message, int attempt, String executor) {
        return new RunRef(
                message.patch().id(), message.run(), attempt, message.patch().lane(), executor);
    }

    /** Publishes a fact about a lane, and returns when the broker has confirmed it. */
    void ofLane(PatchEvent event, Optional<TraceParent> trace) throws InterruptedException {
        reporter.report(event, trace);
    }

    String executor() {
        return executor;
    }

    /** The record of a run that a defect of ours keeps from its end. */
    RunRecord defect(Throwable defect) {
        String summary = "a defect of Patchline (" + defect.getClass().getSimpleName()
                + ") kept the patch from being carried out to its end; the log of executor " + executor + " has more";
        Outcome failed = new Outcome.Failed(ErrorCode.INTERNAL_ERROR, summary, List.of(), RunReport.NOTHING);
        return notBegun(failed);
    }

    /** The record of a run that ends without an attempt. */
    RunRecord notBegun(Outcome outcome) {
        return new RunRecord(OutcomeLimit.fit(outcome), 1, executor, clock.instant());
    }

    /** Puts on the run's span what came of it. */
    static void note(Span span, PatchMessage message, RunRecord record) {
        span.note("patchline.patch", message.patch().id().value());
        span.note("patchline.run", message.run());
        span.note("patchline.attempt", record.attempt());
        span.note("patchline.lane", message.patch().lane().name());
        span.note("patchline.executor", record.executor());
        span.note("patchline.outcome", record.outcome().status());
        if (record.outcome() instanceof Outcome.Unsuccessful unsuccessful) {
            span.note("patchline.code", unsuccessful.code().wireName());
            span.fail(unsuccessful.code().wireName());
        }
    }

    /** Another patch has this one's id: it is put aside, and the other's story stays as it is. */
    void conflict(PatchMessage message) throws InterruptedException {
        RunRef ref = ref(message, 1, executor);
        String summary = "a patch with this id and other content was carried out before; submit it under a new id";
        reporter.deadLetter(new DeadLetter(
                message, ref, ErrorCode.ID_CONFLICT, summary, Optional.empty(), Optional.empty(), clock.instant()));
    }
}

package io.patchline.executor.ledger;

import io.patchline.event.LaneHold;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger keeps of a run that is over.
 *
 * @param attempt the number of the last attempt, from 1
 * @param executor who made it
 * @param hold the part in a hold on its lane that it ended with
 */
public record RunRecord(Outcome outcome, int attempt, String executor, Instant finishedAt, Optional<LaneHold> hold) {

    /** Of a run that has no part in a hold. */
    public RunRecord(Outcome outcome, int attempt, String executor, Instant finishedAt) {
        this(outcome, attempt, executor, finishedAt, Optional.empty());
    }

    /** The same, but that what happened in detail is not known any more. */
    RunRecord withoutReport() {
        return new RunRecord(bare(outcome), attempt, executor, finishedAt, hold);
    }

    private static Outcome bare(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> new Outcome.Succeeded(RunReport.NOTHING);
            case Outcome.Failed failed ->
                new Outcome.Failed(failed.code(), failed.summary(), List.of(), RunReport.NOTHING);
            case Outcome.TimedOut timedOut -> new Outcome.TimedOut(timedOut.summary(), RunReport.NOTHING);
            case Outcome.Cancelled cancelled -> new Outcome.Cancelled(cancelled.summary(), RunReport.NOTHING);
            case Outcome.Interrupted interrupted -> new Outcome.Interrupted(interrupted.summary(), RunReport.NOTHING);
            case Outcome.Refused refused -> new Outcome.Refused(refused.code(), refused.summary(), List.of());
        };
    }

    /** The same with this part in a hold. */
    public RunRecord in(LaneHold part) {
        return new RunRecord(outcome, attempt, executor, finishedAt, Optional.of(part));
    }
}

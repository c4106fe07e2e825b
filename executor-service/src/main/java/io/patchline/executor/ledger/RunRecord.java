package io.patchline.executor.ledger;

import io.patchline.event.LaneHold;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.OutcomeLimit;
import java.time.Instant;
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
        return new RunRecord(OutcomeLimit.bare(outcome), attempt, executor, finishedAt, hold);
    }

    /** The same with this part in a hold. */
    public RunRecord in(LaneHold part) {
        return new RunRecord(outcome, attempt, executor, finishedAt, Optional.of(part));
    }
}

package io.patchline.executor.run;

import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.executor.ledger.HoldMark;
import io.patchline.executor.ledger.LaneHolds;
import io.patchline.executor.ledger.RunRecord;
import io.patchline.message.LaneRelease;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Disposition;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RetryPolicy;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Holds a lane after a failure: later patches of it are set aside until the failed one came through or somebody lets go of it (docs/decisions/0043). What it decides about
 * a run goes into the run's record, and into the ledger's marks before the outcome is published, so that whoever takes the message next comes to the same. Safe for use by several
 * threads.
 */
public final class LaneGate {
    private final LaneHolds holds;
    private final HoldPolicy policy;

    public LaneGate(LaneHolds holds, HoldPolicy policy) {
        this.holds = holds;
        this.policy = policy;
    }

    /** The part with which the patch is set aside instead of being carried out; empty if its lane is not held, or not against it. */
    Optional<LaneHold> setsAside(PatchMessage message) throws IOException {
        return holds.of(message.patch().lane())
                .filter(mark -> !mark.lets(message))
                .map(mark -> mark.aside(message));
    }

    /** The outcome of a patch that is set aside. */
    static Outcome aside(LaneHold part) {
        return new Outcome.Refused(
                ErrorCode.LANE_HELD,
                "the lane is held since the patch " + part.by()
                        + " failed; this one was set aside, and nothing of it was done",
                List.of());
    }

    /** The record with the part in a hold that it ends with: of a failed patch that holds its lane. */
    RunRecord decide(PatchMessage message, RunRecord record) throws IOException {
        boolean dead =
                RetryPolicy.noMore().decide(record.outcome(), record.attempt()) instanceof Disposition.DeadLetter;
        if (!dead || record.hold().isPresent()) {
            return record;
        }
        Optional<HoldMark> mark = holds.of(message.patch().lane());
        boolean holder = mark.filter(known -> known.isHolder(message)).isPresent();
        return holder || policy.holds(message.patch())
                ? record.in(LaneHold.holder(
                        mark.map(HoldMark::by).orElse(message.patch().id())))
                : record;
    }

    /**
     * Puts on disk what the record means for its lane. Again and again is harmless, until the message is acknowledged.
     *
     * @return what is to be published of the lane after the outcome
     */
    Optional<PatchEvent> settle(PatchMessage message, RunRecord record) throws IOException {
        Lane lane = message.patch().lane();
        if (record.hold().isPresent()) {
            LaneHold part = record.hold().get();
            if (part.ofHolder()) {
                holds.hold(lane, part, message.patch().id(), record.finishedAt());
            } else {
                holds.aside(lane, part);
            }
            return Optional.empty();
        }
        Optional<PatchId> held = holds.of(lane)
                .filter(mark -> mark.isHolder(message))
                .map(HoldMark::by)
                .or(() -> message.hold().filter(LaneHold::ofHolder).map(LaneHold::by));
        return held.isPresent() ? Optional.of(cameThrough(message, record, held.get())) : Optional.empty();
    }

    /** Heeds the order. Returns what is to be published of it; empty if the lane stays held, because more was set aside than the sender knew. */
    Optional<PatchEvent> release(LaneRelease order, String executor) throws IOException {
        RunRef ref = new RunRef(order.hold(), order.run(), 1, order.lane(), executor);
        return holds.release(order.lane(), order.hold(), order.after().orElse(Long.MAX_VALUE))
                ? Optional.of(new PatchEvent.LaneReleased(ref, order.hold(), Optional.of(order.by())))
                : Optional.empty();
    }

    /** A cancelled patch does not come again either: somebody decided that, and nobody builds on it. */
    private PatchEvent cameThrough(PatchMessage message, RunRecord record, PatchId held) throws IOException {
        Lane lane = message.patch().lane();
        RunRef ref = new RunRef(message.patch().id(), message.run(), record.attempt(), lane, record.executor());
        if (message.withHeld() && record.outcome() instanceof Outcome.Succeeded) {
            holds.clear(lane, held);
            if (holds.of(lane).filter(mark -> mark.by().equals(held)).isPresent()) {
                return new PatchEvent.LaneClearing(ref, held);
            }
        } else if (!holds.release(lane, held, Long.MAX_VALUE)) {
            throw new IllegalStateException("a hold outlived its release");
        }
        return new PatchEvent.LaneReleased(ref, held, Optional.empty());
    }
}

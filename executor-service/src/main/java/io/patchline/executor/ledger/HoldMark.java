package io.patchline.executor.ledger;

import io.patchline.event.LaneHold;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Optional;

/**
 * That a lane is held, as it stands in the ledger.
 *
 * @param by the patch whose failure began the hold, by which it is known
 * @param holder the patch that has to come through: that one, one that was sent in its place, or one that was set aside and then failed in its turn
 * @param since when the hold began
 * @param last the place of the last patch that was set aside; 0 if none was
 * @param clearing whether the holder came through, so that those that were set aside may pass
 */
public record HoldMark(Lane lane, PatchId by, PatchId holder, Instant since, long last, boolean clearing) {

    /** Whether this is the patch that has to come through. */
    public boolean isHolder(PatchMessage message) {
        PatchId id = message.patch().id();
        return id.equals(by)
                || id.equals(holder)
                || part(message).filter(LaneHold::ofHolder).isPresent();
    }

    /** Whether this patch may be carried out now. A rejection may always: nothing of it comes to the workspace. */
    public boolean lets(PatchMessage message) {
        return isHolder(message)
                || (clearing && part(message).isPresent())
                || message.decision()
                        .filter(ReviewDecision.Reject.class::isInstance)
                        .isPresent();
    }

    /** The part with which this patch is set aside; one that was set aside before keeps its place. */
    public LaneHold aside(PatchMessage message) {
        return part(message).orElseGet(() -> new LaneHold(by, last + 1));
    }

    HoldMark asideUpTo(long order) {
        return new HoldMark(lane, by, holder, since, Math.max(last, order), clearing);
    }

    HoldMark heldBy(PatchId failed) {
        return new HoldMark(lane, by, failed, since, last, false);
    }

    HoldMark cleared() {
        return new HoldMark(lane, by, holder, since, last, true);
    }

    private Optional<LaneHold> part(PatchMessage message) {
        return message.hold().filter(hold -> hold.by().equals(by));
    }
}

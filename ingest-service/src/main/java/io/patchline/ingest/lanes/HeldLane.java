package io.patchline.ingest.lanes;

import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.memory.HeapSize;
import io.patchline.ingest.status.ErrorExcerpt;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A lane that is held after a failure, as the log has it.
 *
 * @param by the patch whose failure began the hold, by which it is known
 * @param holder the patch that has to come through: that one, or another in its place
 * @param run the run of it that failed
 * @param last the place of the last that was set aside; 0 if none was
 * @param clearing whether the holder came through and those that were set aside follow it
 * @param followBy who ordered that they follow
 * @param discardedBy who discarded the holder: the lane is to be released
 * @param releasedAfter up to which place a release was ordered
 */
public record HeldLane(
        Lane lane,
        PatchId by,
        PatchId holder,
        int run,
        Instant since,
        long last,
        boolean clearing,
        Optional<String> followBy,
        Optional<String> discardedBy,
        OptionalLong releasedAfter) {

    static HeldLane begin(RunRef ref, LaneHold part, Instant since) {
        return new HeldLane(
                ref.lane(),
                part.by(),
                part.by(),
                part.ofHolder() ? ref.run() : 1,
                since,
                part.order(),
                false,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    /** Another dead letter has part in it. */
    public HeldLane with(RunRef ref, LaneHold part) {
        return part.ofHolder()
                ? new HeldLane(
                        lane,
                        by,
                        ref.patch(),
                        ref.run(),
                        since,
                        last,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty())
                : new HeldLane(
                        lane,
                        by,
                        holder,
                        run,
                        since,
                        Math.max(last, part.order()),
                        clearing,
                        followBy,
                        discardedBy,
                        releasedAfter);
    }

    HeldLane cleared() {
        return new HeldLane(lane, by, holder, run, since, last, true, followBy, discardedBy, releasedAfter);
    }

    /** Somebody has dealt with the holder's dead letter. */
    HeldLane after(PatchEvent.DeadLetterEvent act) {
        Optional<String> follow = act instanceof PatchEvent.Replayed replayed && replayed.withHeld()
                ? Optional.of(replayed.by())
                : followBy;
        Optional<String> discarded = act instanceof PatchEvent.Discarded gone ? Optional.of(gone.by()) : discardedBy;
        return new HeldLane(lane, by, holder, run, since, last, clearing, follow, discarded, releasedAfter);
    }

    HeldLane released(long after) {
        return new HeldLane(
                lane, by, holder, run, since, last, clearing, followBy, discardedBy, OptionalLong.of(after));
    }

    /** Whether a release is due, and has not been ordered, provided that nobody is left who was set aside where they follow. */
    boolean isReleaseDue() {
        boolean wanted = clearing || discardedBy.isPresent();
        return wanted && (releasedAfter.isEmpty() || releasedAfter.getAsLong() < last);
    }

    /** About what it takes on the heap, in bytes. */
    long heapBytes() {
        return 2 * HeapSize.FIXED + ErrorExcerpt.bytes(lane.name()) + HeapSize.of(by) + HeapSize.of(holder);
    }
}

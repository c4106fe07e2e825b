package io.patchline.event;

import io.patchline.patch.PatchId;

/**
 * A dead letter's part in the hold on its lane.
 *
 * @param by the patch that failed and holds the lane
 * @param order 0 for that patch itself; from 1 for those that were set aside because of it, in the order of the lane
 */
public record LaneHold(PatchId by, long order) {
    public LaneHold {
        if (order < 0) {
            throw new IllegalArgumentException("an order counts from 0, not " + order);
        }
    }

    /** The part of the patch that failed. */
    public static LaneHold holder(PatchId failed) {
        return new LaneHold(failed, 0);
    }

    /** Whether it holds the lane, and was not set aside because of another. */
    public boolean ofHolder() {
        return order == 0;
    }
}

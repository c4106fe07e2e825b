package io.patchline.event;

import io.patchline.patch.PatchId;

/**
 * A dead letter's part in the hold on its lane.
 *
 * @param by the patch whose failure began the hold, by which the hold is known for as long as it lasts
 * @param order 0 for the patch that has to come through, which is that patch or one in its place; from 1 for those that were set aside because of it, in the order of the lane
 */
public record LaneHold(PatchId by, long order) {
    public LaneHold {
        if (order < 0) {
            throw new IllegalArgumentException("an order counts from 0, not " + order);
        }
    }

    /** The part of the patch that has to come through. */
    public static LaneHold holder(PatchId by) {
        return new LaneHold(by, 0);
    }

    /** Whether it holds the lane, and was not set aside because of another. */
    public boolean ofHolder() {
        return order == 0;
    }
}

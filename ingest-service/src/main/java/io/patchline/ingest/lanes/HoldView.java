package io.patchline.ingest.lanes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;

/**
 * A held lane as clients see it.
 *
 * @param heldBy the patch whose failure began the hold, by which those that were set aside are found
 * @param waitsFor the patch that has to come through, or be discarded
 * @param held how many are set aside at the moment
 * @param clearing whether it came through, and those that were set aside follow it
 */
public record HoldView(
        Lane lane,
        @JsonProperty("held_by") PatchId heldBy,
        @JsonProperty("waits_for") PatchId waitsFor,
        Instant since,
        int held,
        boolean clearing,
        PatchLinks links) {

    public static HoldView of(HeldLane held, int setAside) {
        return new HoldView(
                held.lane(),
                held.by(),
                held.holder(),
                held.since(),
                setAside,
                held.clearing(),
                PatchLinks.of(held.holder()));
    }
}

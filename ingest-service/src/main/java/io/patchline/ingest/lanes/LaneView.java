package io.patchline.ingest.lanes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A lane queue as clients see it. Many lanes share one queue.
 *
 * @param queue its number
 * @param executors who says that it takes from it: one; for a moment, while it changes hands, none or two
 * @param consumers how many are subscribed on the broker; absent where our user may not see the queue
 * @param ready messages in the queue that nobody has taken yet, by the broker; absent where our user may not see the queue
 * @param unfinished patches that were accepted and are not over, by the log, as far as the view reaches back
 * @param held the lanes of this queue that are held after a failure, at most {@value #MOST_HELD}, those first that are held longest
 * @param heldTotal how many are held in all; {@code GET /v1/lanes/held} lists them
 * @param oldest the unfinished patch that was accepted first
 */
record LaneView(
        int queue,
        String name,
        List<String> executors,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> consumers,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> ready,
        int unfinished,
        List<HoldView> held,
        @JsonProperty("held_total") int heldTotal,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Oldest> oldest,
        List<Running> running) {
    static final int MOST_HELD = 20;

    /**
     * Who waits longest.
     *
     * @param age since it was accepted
     */
    record Oldest(PatchId id, @JsonProperty("accepted_at") Instant acceptedAt, Duration age, PatchLinks links) {}

    /** A run of a patch of this queue. */
    record Running(PatchId id, int run, String executor, Instant since) {}
}

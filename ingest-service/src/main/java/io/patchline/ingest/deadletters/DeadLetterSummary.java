package io.patchline.ingest.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter as it stands in a list.
 *
 * @param id by which it is shown, replayed and discarded: the patch's id, or a name of its own for what shares its id or is no patch
 * @param patch the patch's id; absent for what is no patch
 * @param run the run that ended in it
 * @param nextRun the run that a replay will be
 * @param heldBy the patch because of which the lane is held, where this one has part in it and it still is
 * @param holdsLane whether its lane waits for it to come through; it may have taken the place of the patch that the lane is held by
 * @param replayable whether the same patch can be replayed as it is
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeadLetterSummary(
        String id,
        @JsonProperty("patch_id") Optional<PatchId> patch,
        ErrorCode reason,
        String summary,
        Optional<Lane> lane,
        @JsonProperty("target_file") Optional<String> target,
        int run,
        int attempt,
        @JsonProperty("next_run") int nextRun,
        String executor,
        @JsonProperty("dead_at") Instant deadAt,
        @JsonProperty("held_by") Optional<PatchId> heldBy,
        @JsonProperty("holds_lane") boolean holdsLane,
        boolean replayable,
        URI self) {

    /** @param isHeld whether the hold that it has part in still is */
    static DeadLetterSummary of(DeadLetterEntry entry, boolean isHeld) {
        boolean isPatch = entry.reason() != ErrorCode.UNDECODABLE;
        return new DeadLetterSummary(
                entry.id().value(),
                Optional.of(entry.ref().patch()).filter(id -> isPatch),
                entry.reason(),
                entry.summary(),
                Optional.of(entry.ref().lane()).filter(lane -> isPatch),
                entry.target(),
                entry.ref().run(),
                entry.ref().attempt(),
                entry.nextRun(),
                entry.ref().executor(),
                entry.deadAt(),
                entry.hold().filter(hold -> isHeld).map(hold -> hold.by()),
                isHeld && entry.isHolder(),
                entry.isReplayable(),
                link(entry.id().value()));
    }

    private static URI link(String id) {
        return URI.create("/v1/dead-letters/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    }
}

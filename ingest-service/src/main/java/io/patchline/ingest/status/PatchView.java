package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A patch's story as it is told to clients.
 *
 * @param state where the patch is
 * @param description its beginning; the whole of the patch as it was submitted is at {@code links.patch}
 * @param source the name of the credential that it came with
 * @param code the reason, if the newest run ended without success
 * @param summary the reason in one line
 * @param outcome the whole outcome of the newest run, once it is over; absent, too, while the broker is away and the log cannot be read, and
 *     for those who may not read
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PatchView(
        PatchId id,
        @JsonProperty("status") PatchState state,
        Lane lane,
        int run,
        int attempt,
        Optional<String> role,
        @JsonProperty("target_file") Optional<String> targetFile,
        Optional<String> description,
        String source,
        @JsonProperty("accepted_at") Instant acceptedAt,
        @JsonProperty("finished_at") Optional<Instant> finishedAt,
        Optional<ErrorCode> code,
        Optional<String> summary,
        @JsonProperty("dead_letter") boolean deadLetter,
        List<AttemptView> attempts,
        List<TimelineEntry> timeline,
        Optional<Outcome> outcome,
        PatchLinks links) {

    /**
     * @param story of a patch whose own message is known
     */
    public static PatchView of(PatchStory story, Optional<Outcome> outcome) {
        AcceptedPatch origin = story.origin().orElseThrow();
        return new PatchView(
                story.id(),
                story.state(),
                origin.lane(),
                story.run(),
                story.attempt(),
                origin.role(),
                origin.targetFile(),
                origin.description(),
                origin.source(),
                origin.acceptedAt(),
                story.ending().map(RunEnd::finishedAt),
                story.ending().flatMap(RunEnd::code),
                story.ending().flatMap(RunEnd::summary),
                story.dead(),
                AttemptView.of(story.timeline()),
                story.timeline(),
                outcome,
                PatchLinks.of(story.id()));
    }

    /** The same for those who may not read: without what the commands wrote and the files were. */
    public PatchView withoutOutcome() {
        return new PatchView(
                id,
                state,
                lane,
                run,
                attempt,
                role,
                targetFile,
                description,
                source,
                acceptedAt,
                finishedAt,
                code,
                summary,
                deadLetter,
                attempts,
                timeline,
                Optional.empty(),
                links);
    }
}

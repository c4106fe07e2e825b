package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Optional;

/**
 * A patch as one line of a list.
 *
 * @param description its beginning
 * @param code the reason, if the newest run ended without success
 * @param summary the reason in one line
 * @param git what it did to the repository of its workspace
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PatchSummary(
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
        @JsonUnwrapped GitView git,
        PatchLinks links) {

    /**
     * @param story of a patch whose own message is known
     */
    static PatchSummary of(PatchStory story) {
        AcceptedPatch origin = story.origin().orElseThrow();
        return new PatchSummary(
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
                GitView.of(story),
                PatchLinks.of(story.id()));
    }
}

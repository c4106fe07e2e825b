package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A patch's story as clients see it.
 *
 * @param state where the patch is
 * @param description its beginning; the whole of the patch as it was submitted is at {@code links.patch}
 * @param source the name of the credential that it came with
 * @param address from which it was sent, where that is known
 * @param trace the id of the trace that it was submitted in, where there is one
 * @param code the reason, if the newest run ended without success
 * @param summary the reason in one line
 * @param git what it did to the repository of its workspace
 * @param next what to do after a patch that did not succeed
 * @param more where the rest is, if the outcome is not shown in full
 * @param outcome the outcome of the newest run, once it is over; absent, too, while the broker is away and the log cannot be read, and
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
        Optional<String> address,
        @JsonProperty("trace_id") Optional<String> trace,
        @JsonProperty("accepted_at") Instant acceptedAt,
        @JsonProperty("finished_at") Optional<Instant> finishedAt,
        Optional<ErrorCode> code,
        Optional<String> summary,
        @JsonProperty("dead_letter") boolean deadLetter,
        @JsonUnwrapped GitView git,
        List<AttemptView> attempts,
        List<TimelineEntry> timeline,
        Optional<String> next,
        Optional<Outcome> outcome,
        Optional<String> more,
        PatchLinks links) {
    /**
     * @param story of a patch whose own message is known
     */
    public static PatchView of(PatchStory story, Optional<Outcome> outcome, OutputView output) {
        AcceptedPatch origin = story.origin().orElseThrow();
        Optional<ShownOutcome.Shown> shown = outcome.map(
                all -> output == OutputView.FULL ? new ShownOutcome.Shown(all, false) : ShownOutcome.of(all));
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
                origin.address(),
                origin.trace(),
                origin.acceptedAt(),
                story.ending().map(RunEnd::finishedAt),
                story.ending().flatMap(RunEnd::code),
                story.ending().flatMap(RunEnd::summary),
                story.dead(),
                GitView.of(story),
                AttemptView.of(story.timeline()),
                story.timeline(),
                next(story),
                shown.map(ShownOutcome.Shown::outcome),
                shown.filter(ShownOutcome.Shown::cut).map(cut -> more(story.id())),
                PatchLinks.of(story.id()));
    }

    private static Optional<String> next(PatchStory story) {
        return switch (NextStep.of(story.state())) {
            case WAIT, NOTHING, SEND_AGAIN -> Optional.empty();
            case JUDGE ->
                Optional.of(
                        "Judge the diff, then POST /v1/patches/{id}/approve {\"commit\": the commit of \"review\"} or"
                                + " /reject {\"reason\"}, with the scope review.");
            case CORRECT -> Optional.of("Submit the corrected patch under a new id" + NextStep.ONE_STORY);
            case SUBMIT_IF_WANTED ->
                Optional.of("If it is wanted after all, submit it under a new id" + NextStep.ONE_STORY);
            case LOOK_AND_FINISH ->
                Optional.of("Look first at what it did until then. What is still missing is had by a replay of its dead"
                        + " letter (GET /v1/dead-letters lists them), or by a patch under a new id"
                        + NextStep.ONE_STORY);
        };
    }

    private static String more(PatchId id) {
        return "The outcome is shown in part: the last " + ShownOutcome.LAST_CHARACTERS
                + " characters of output, and the beginning of long lists. All that is kept: GET " + PatchLinks.self(id)
                + "?output=full; the output itself: GET " + PatchLinks.of(id).output();
    }

    /** The same for those who may not read: without what the commands wrote and the files were, from where it was sent, and what other patch was made of it. */
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
                Optional.empty(),
                trace,
                acceptedAt,
                finishedAt,
                code,
                summary,
                deadLetter,
                git,
                attempts,
                timeline.stream().map(TimelineEntry::withoutOtherPatches).toList(),
                next,
                Optional.empty(),
                Optional.empty(),
                links);
    }
}

package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.PatchMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a patch's timeline.
 *
 * @param what {@code queued}, {@code started}, {@code succeeded} and so on
 * @param attempt the number of the attempt, 0 where there is none yet
 * @param executor who said so
 * @param detail more about it, in a few words: of a callback, how many tries there were and why it was not taken; of a review, the commit or the reason; of a replay as another patch, its id
 * @param by who wanted it, by the name of the credential, where it was somebody's wish
 * @param event where in the log it is said: the id of the event in {@code /v1/events}; absent in the moment between the confirm and the log
 */
public record TimelineEntry(
        String what,
        Instant time,
        int run,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int attempt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> executor,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> detail,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> by,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> event) {

    private static final String QUEUED = "queued";
    private static final String REPLAYED = "replayed";

    static TimelineEntry queued(PatchMessage message, Optional<Long> offset) {
        return new TimelineEntry(
                QUEUED,
                message.acceptedAt(),
                message.run(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                offset);
    }

    /** That the patch was accepted at the webhook. */
    static TimelineEntry queued(AcceptedPatch origin) {
        return new TimelineEntry(
                QUEUED,
                origin.acceptedAt(),
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                origin.offset());
    }

    /** The same for those who may not read: which other patch somebody made of theirs is not told. */
    TimelineEntry withoutOtherPatches() {
        return what.equals(REPLAYED)
                ? new TimelineEntry(what, time, run, attempt, executor, Optional.empty(), by, event)
                : this;
    }

    boolean isBeginning() {
        return what.equals(QUEUED) && run == 1;
    }

    public static TimelineEntry of(EventEnvelope envelope, Optional<Long> offset) {
        PatchEvent event = envelope.data();
        Optional<String> detail = detail(event);
        return event.askedBy()
                .map(by -> wish(envelope, by, detail, offset))
                .orElseGet(() -> fact(envelope, detail, offset));
    }

    private static Optional<String> detail(PatchEvent event) {
        return switch (event) {
            case PatchEvent.Callback callback -> Optional.of(callback.summary());
            case PatchEvent.Replayed replayed -> replayed.replayedAs().map(id -> "as " + id.value());
            case PatchEvent.ApproveRequested approve ->
                Optional.of(approve.commit().value());
            case PatchEvent.RejectRequested reject -> Optional.of(ErrorExcerpt.of(reject.summary(), RunEnd.SUMMARY));
            default -> Optional.empty();
        };
    }

    private static TimelineEntry fact(EventEnvelope envelope, Optional<String> detail, Optional<Long> offset) {
        RunRef ref = envelope.data().ref();
        return new TimelineEntry(
                envelope.data().what(),
                envelope.time(),
                ref.run(),
                ref.attempt(),
                Optional.of(ref.executor().intern()),
                detail,
                Optional.empty(),
                offset);
    }

    private static TimelineEntry wish(
            EventEnvelope envelope, String by, Optional<String> detail, Optional<Long> offset) {
        PatchEvent event = envelope.data();
        return new TimelineEntry(
                event.what(),
                envelope.time(),
                event.ref().run(),
                0,
                Optional.empty(),
                detail,
                Optional.of(by.intern()),
                offset);
    }

    boolean isSameFactAs(TimelineEntry other) {
        return attempt == other.attempt && isSameOfRunAs(other);
    }

    /** As {@link #isSameFactAs}, for a fact that a run has once, of whichever attempt it is told ({@link PatchEvent.OfRun}). */
    boolean isSameOfRunAs(TimelineEntry other) {
        return what.equals(other.what) && run == other.run && detail.equals(other.detail);
    }

    /** Whether this is what the other says, and tells in addition where in the log it is. */
    boolean completes(TimelineEntry other) {
        return event.isPresent() && other.event.isEmpty() && isSameFactAs(other);
    }
}

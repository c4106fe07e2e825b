package io.patchline.ingest.status;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a patch: a fold of its messages in the log. Folding the same message again changes nothing, so the log can be read
 * again from any place.
 *
 * @param origins the messages that came under its id
 * @param run the newest run that is known
 * @param attempt the newest attempt of it, 0 before the first
 * @param timeline what happened, in the order of the log: at most {@value #LONGEST_TIMELINE} moments, the first and the newest
 * @param ending how the newest run ended, once it has
 * @param dead whether the patch is in {@code patches.dead} because of the newest run
 * @param decision what the newest run carries out, where it is the decision of a review
 * @param revertedBy the patches that took it back, in the order of the log: at most {@value #MOST_REVERTS}
 */
public record PatchStory(
        PatchId id,
        CompetingPatches origins,
        PatchState state,
        int run,
        int attempt,
        List<TimelineEntry> timeline,
        Optional<RunEnd> ending,
        boolean dead,
        Optional<Decided> decision,
        List<PatchId> revertedBy) {
    /**
     * What a run carries out of a review.
     *
     * @param what {@code approve} or {@code reject}
     * @param judged the commit that it is about; absent where a message of an earlier version names none
     */
    public record Decided(String what, Optional<CommitId> judged) {
        static Decided of(ReviewDecision decision) {
            return new Decided(decision.name(), decision.judged());
        }

        int heapBytes() {
            return DECIDED_BYTES
                    + judged.map(commit -> ErrorExcerpt.bytes(commit.value())).orElse(0);
        }
    }

    static final int LONGEST_TIMELINE = 100;

    static final int MOST_REVERTS = 20;

    private static final int FIXED_BYTES = 600;
    private static final int MOMENT_BYTES = 130;
    private static final int DECIDED_BYTES = 100;

    static PatchStory begin(PatchId id) {
        return new PatchStory(
                id,
                CompetingPatches.NONE,
                PatchState.QUEUED,
                1,
                0,
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of());
    }

    /** What is known of the patch's own message; empty as long as an event was seen and that was not. */
    public Optional<AcceptedPatch> origin() {
        return origins.current();
    }

    /** Why the newest run ended as it did, in one line, or what it waits for. One that succeeded has none, and where the others' is kept costs time to look at for each in a long list. */
    Optional<String> summary() {
        return state == PatchState.SUCCEEDED ? Optional.empty() : ending.flatMap(RunEnd::summary);
    }

    /** Whether an executor has begun with it, or is known to have it: until then nothing but the confirm says that it is in its lane queue. */
    public boolean isBegun() {
        return state != PatchState.QUEUED && state != PatchState.DECLINED;
    }

    /** Whether its dead letter is still to come: an executor tells the outcome first, and when the letter is in {@code patches.dead}, that. */
    boolean isDeadLetterToCome() {
        return state.leavesDeadLetter()
                && !dead
                && timeline.stream()
                        .noneMatch(
                                moment -> moment.run() == run && moment.what().equals("dead_lettered"));
    }

    /** Whether somebody asked for the end of the newest run. */
    public boolean isCancelRequested() {
        return timeline.stream()
                .anyMatch(moment -> moment.run() == run && moment.what().equals("cancel_requested"));
    }

    /** When the newest run was asked for; that of the first is when the patch was accepted. Of a patch whose own message is known. */
    public Instant waitingSince() {
        return timeline.stream()
                .filter(moment -> moment.run() == run && moment.what().equals("queued"))
                .findFirst()
                .map(TimelineEntry::time)
                .orElseGet(() -> origin().orElseThrow().acceptedAt());
    }

    /**
     * The patch's message, from the webhook or from a replay. One with other content than that of the story came in vain.
     *
     * @param offset where in the log; absent where it was confirmed and not yet read
     */
    public PatchStory accepted(PatchMessage message, Optional<Long> offset) {
        AcceptedPatch submitted = AcceptedPatch.of(message, offset);
        PatchStory known = ofOrigins(origins.with(submitted));
        if (!known.origins.areOf(submitted)) {
            return known;
        }
        PatchState now = state == PatchState.DECLINED ? PatchState.QUEUED : state;
        PatchStory next = known.in(now, attempt).inRun(message.run()).deciding(message);
        // That somebody decided is told by an event of its own, at its own time.
        return message.decision().isPresent() ? next : next.at(TimelineEntry.queued(message, offset));
    }

    private PatchStory deciding(PatchMessage message) {
        Optional<Decided> decided = message.decision().map(Decided::of);
        return message.run() == run && decided.isPresent()
                ? new PatchStory(id, origins, state, run, attempt, timeline, ending, dead, decided, revertedBy)
                : this;
    }

    /** What was decided of its commit and is not carried out yet, {@code approve} or {@code reject}: the patch itself has run. */
    public Optional<String> pendingDecision() {
        return decision.filter(which -> !state.isOver()).map(Decided::what);
    }

    /** The commit that the newest run was decided about, where it is a decision that names one. */
    public Optional<CommitId> judged() {
        return decision.flatMap(Decided::judged);
    }

    /** A wish that is confirmed and not yet read from the log. It moves nothing by itself. */
    PatchStory requested(EventEnvelope request) {
        return inRun(request.data().ref().run()).at(TimelineEntry.of(request, Optional.empty()));
    }

    /** An event of an executor. */
    public PatchStory happened(EventEnvelope envelope, long offset) {
        PatchEvent event = envelope.data();
        RunRef ref = event.ref();
        if (event instanceof PatchEvent.DeadLetterEvent about && about.letter().isPresent()) {
            return this;
        }
        PatchStory changed =
                ofContent(event).inRun(ref.run()).added(event, TimelineEntry.of(envelope, Optional.of(offset)));
        return ref.run() < changed.run ? changed : changed.moved(event, envelope.time(), offset);
    }

    private PatchStory added(PatchEvent event, TimelineEntry moment) {
        boolean again = event instanceof PatchEvent.OfRun && timeline.stream().anyMatch(moment::isSameOfRunAs);
        return again ? this : at(moment);
    }

    private PatchStory ofContent(PatchEvent event) {
        return event instanceof PatchEvent.OfContent of
                ? of.fingerprint()
                        .map(fingerprint -> ofOrigins(origins.claimed(fingerprint)))
                        .orElse(this)
                : this;
    }

    /** Where another message than before has the story, the story begins with that one. */
    private PatchStory ofOrigins(CompetingPatches next) {
        boolean other =
                origins.current().isPresent() && !next.areOf(origins.current().get());
        List<TimelineEntry> moments = other
                ? timeline.stream()
                        .map(moment -> moment.isBeginning()
                                ? TimelineEntry.queued(next.current().orElseThrow())
                                : moment)
                        .toList()
                : timeline;
        return new PatchStory(id, next, state, run, attempt, moments, ending, dead, decision, revertedBy);
    }

    private PatchStory moved(PatchEvent event, Instant time, long offset) {
        int newest = Math.max(attempt, event.ref().attempt());
        return switch (event) {
            case PatchEvent.Declined declined -> state == PatchState.QUEUED ? in(PatchState.DECLINED, attempt) : this;
            case PatchEvent.CancelRequested request -> this;
            case PatchEvent.Started started -> ending.isPresent() ? this : in(PatchState.RUNNING, newest);
            case PatchEvent.Retrying retrying -> ending.isPresent() ? this : in(PatchState.RETRYING, newest);
            case PatchEvent.Finished finished when isEndAgain(finished) -> this;
            case PatchEvent.Finished finished ->
                new PatchStory(
                        id,
                        origins,
                        PatchState.of(finished.outcome()),
                        run,
                        newest,
                        timeline,
                        Optional.of(RunEnd.of(finished, time, offset)),
                        dead,
                        decision,
                        revertedBy);
            case PatchEvent.DeadLettered letter ->
                new PatchStory(id, origins, state, run, newest, timeline, ending, true, decision, revertedBy);
            case PatchEvent.Replayed replayed -> noLongerDead();
            case PatchEvent.Discarded discarded -> noLongerDead();
            case PatchEvent.Vanished vanished -> noLongerDead();
            case PatchEvent.LaneEvent lane -> this;
            case PatchEvent.Callback callback -> this;
            case PatchEvent.ApproveRequested request -> this;
            case PatchEvent.RejectRequested request -> this;
        };
    }

    /** The first that tells it stands; but the time for a review is counted from when its commit was seen last. */
    private boolean isEndAgain(PatchEvent.Finished finished) {
        return ending.isPresent() && state == PatchState.of(finished.outcome()) && state != PatchState.AWAITING_REVIEW;
    }

    /** Another patch took it back. */
    PatchStory revertedBy(PatchId other) {
        if (revertedBy.contains(other) || revertedBy.size() == MOST_REVERTS) {
            return this;
        }
        List<PatchId> more = new ArrayList<>(revertedBy);
        more.add(other);
        return new PatchStory(id, origins, state, run, attempt, timeline, ending, dead, decision, List.copyOf(more));
    }

    private PatchStory noLongerDead() {
        return new PatchStory(id, origins, state, run, attempt, timeline, ending, false, decision, revertedBy);
    }

    private PatchStory inRun(int number) {
        return number <= run
                ? this
                : new PatchStory(
                        id,
                        origins,
                        PatchState.QUEUED,
                        number,
                        0,
                        timeline,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        revertedBy);
    }

    private PatchStory in(PatchState next, int newestAttempt) {
        return new PatchStory(id, origins, next, run, newestAttempt, timeline, ending, dead, decision, revertedBy);
    }

    private PatchStory at(TimelineEntry moment) {
        List<TimelineEntry> longer = new ArrayList<>(timeline);
        if (longer.stream().anyMatch(moment::isSameFactAs)) {
            longer.replaceAll(known -> moment.completes(known) ? moment : known);
        } else {
            if (longer.size() == LONGEST_TIMELINE) {
                longer.remove(1);
            }
            longer.add(moment);
        }
        return new PatchStory(
                id, origins, state, run, attempt, List.copyOf(longer), ending, dead, decision, revertedBy);
    }

    /** About what it takes on the heap, in bytes (measured: {@code bench/status-index}). */
    int heapBytes() {
        return FIXED_BYTES
                + MOMENT_BYTES * timeline.size()
                + ErrorExcerpt.bytes(id.value())
                + origins.textBytes()
                + ending.map(RunEnd::heapBytes).orElse(0)
                + decision.map(Decided::heapBytes).orElse(0)
                + revertedBy.stream()
                        .mapToInt(other -> ErrorExcerpt.bytes(other.value()))
                        .sum();
    }
}

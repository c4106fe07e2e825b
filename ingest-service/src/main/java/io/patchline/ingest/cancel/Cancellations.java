package io.patchline.ingest.cancel;

import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.lanes.IdleLanes;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the wish that a patch should end, and passes it on to every executor there is or will be. Asked again it is the same request. It is for the
 * newest run: a replay is not cancelled by what was asked before it.
 */
@Singleton
public final class Cancellations {
    /** A request is about a run and not about an attempt: asked again it is the same fact. */
    private static final int ANY_ATTEMPT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);

    private final StatusIndex index;
    private final PatchPublisher publisher;
    private final LostPatches lost;
    private final Clock clock;

    Cancellations(StatusIndex index, PatchPublisher publisher, IdleLanes lanes, Clock clock) {
        this.index = index;
        this.publisher = publisher;
        this.clock = clock;
        this.lost = new LostPatches(
                index::story,
                lanes::isIdle,
                event -> publishEvent(publisher, event),
                clock,
                CompletableFuture.delayedExecutor(
                        LostPatches.EVERY.toMillis(),
                        TimeUnit.MILLISECONDS,
                        task -> Thread.ofVirtual().start(task)));
    }

    /**
     * Who asks.
     *
     * @param name of the credential
     * @param mayCancelAll whether he may cancel what others submitted
     */
    public record Asker(String name, boolean mayCancelAll) {}

    /** The answer never completes exceptionally. */
    public CompletionStage<CancelAnswer> request(PatchId id, Asker asker) {
        Optional<PatchStory> known = index.story(id);
        Optional<CancelAnswer> early = known.isEmpty() ? Optional.of(unknown()) : withoutAsking(known.get(), asker);
        CompletionStage<CancelAnswer> answer = early.isPresent()
                ? CompletableFuture.completedFuture(early.get())
                : publish(known.orElseThrow(), asker);
        return answer.thenApply(this::watched);
    }

    private CancelAnswer watched(CancelAnswer answer) {
        if (answer instanceof CancelAnswer.Requested requested) {
            lost.watch(requested.story().id());
        }
        return answer;
    }

    /** Where it is not confirmed, whoever asks for the cancel again has it published again. */
    private static void publishEvent(PatchPublisher publisher, EventEnvelope event) {
        publisher
                .publishEvent(event)
                .thenAccept(confirmation -> LOG.atDebug()
                        .addKeyValue("confirmation", confirmation)
                        .log("The end of a lost patch was published"));
    }

    /** The answer that needs no executor. */
    static Optional<CancelAnswer> withoutAsking(PatchStory story, Asker asker) {
        boolean own = story.origin().orElseThrow().source().equals(asker.name());
        if (!own && !asker.mayCancelAll()) {
            return Optional.of(new CancelAnswer.Declined(
                    ErrorCode.FORBIDDEN,
                    "The patch was submitted with another token. Use that one, or one with the scope operate."));
        }
        if (story.state() == PatchState.CANCELLED) {
            return Optional.of(new CancelAnswer.AlreadyCancelled(story));
        }
        if (story.state() == PatchState.AWAITING_REVIEW) {
            return Optional.of(
                    new CancelAnswer.Declined(
                            ErrorCode.ALREADY_OVER,
                            "The patch has run and waits for a review. Reject it: POST /v1/patches/{id}/reject, with the scope review."));
        }
        if (story.pendingDecision().isPresent()) {
            return Optional.of(decided(story.pendingDecision().get()));
        }
        if (story.state().isOver()) {
            return Optional.of(new CancelAnswer.Declined(
                    ErrorCode.ALREADY_OVER,
                    "The patch is over (" + story.state().wireName() + "): there is nothing to cancel any more."));
        }
        return story.isCancelRequested() ? Optional.of(new CancelAnswer.Requested(story)) : Optional.empty();
    }

    /** What would be cancelled is not the patch but the decision, and the commit would be nobody's. */
    private static CancelAnswer decided(String decision) {
        boolean approved = decision.equals("approve");
        return new CancelAnswer.Declined(
                ErrorCode.REVIEW_DECIDED,
                "The patch has run, and its commit was "
                        + (approved ? "approved" : "rejected")
                        + ": that waits in the lane or is being carried out, and cannot be cancelled. Wait for it. "
                        + (approved
                                ? "What is on the branch then can be taken back: POST /v1/patches/{id}/revert, with the scope operate."
                                : "If the change is wanted after all, submit it under a new id then.")
                        + " If it stays in its lane for good, because somebody purged that, send the decision again.");
    }

    private CompletionStage<CancelAnswer> publish(PatchStory story, Asker asker) {
        RunRef ref = new RunRef(
                story.id(),
                story.run(),
                ANY_ATTEMPT,
                story.origin().orElseThrow().lane(),
                RunRef.INGEST);
        EventEnvelope request = EventEnvelope.of(new PatchEvent.CancelRequested(ref, asker.name()), clock.instant());
        return publisher.publishEvent(request).thenApply(confirmation -> {
            if (!(confirmation instanceof Confirmation.Confirmed)) {
                return new CancelAnswer.Declined(
                        ErrorCode.BROKER_UNAVAILABLE,
                        "The broker has not confirmed the request, and the patch may go on. Ask again after the pause"
                                + " in Retry-After.");
            }
            return new CancelAnswer.Requested(index.requested(story, request));
        });
    }

    private static CancelAnswer unknown() {
        return new CancelAnswer.Declined(
                ErrorCode.NOT_FOUND,
                "No patch with this id is known. Check the id; patches older than what is kept are in the broker's log"
                        + " only.");
    }
}

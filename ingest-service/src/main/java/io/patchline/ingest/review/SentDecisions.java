package io.patchline.ingest.review;

import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.lanes.IdleLanes;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends decisions of reviews through the lanes of their patches. Blocks until the broker has confirmed. Safe for use by several threads. */
@Singleton
final class SentDecisions {
    /** A decision is about a run and not about an attempt. */
    private static final int ANY_ATTEMPT = 1;

    /** Longer than it takes until an executor that has the decision has said so. */
    private static final Duration UNTIL_SEEN = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(SentDecisions.class);

    private final StatusIndex index;
    private final PatchViews views;
    private final PatchPublisher publisher;
    private final IdleLanes lanes;
    private final Clock clock;

    SentDecisions(StatusIndex index, PatchViews views, PatchPublisher publisher, IdleLanes lanes, Clock clock) {
        this.index = index;
        this.views = views;
        this.publisher = publisher;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * Whether a decision was sent that is in no queue, and that nobody is at: somebody purged it. It cannot be cancelled, so it is sent again as the same run. Should the first come after all,
     * the lane's first counts, as of any two decisions.
     */
    boolean isLost(PatchStory story) {
        return story.state() == PatchState.QUEUED
                && story.pendingDecision().isPresent()
                && wasAskedFor(story, clock.instant().minus(UNTIL_SEEN))
                && lanes.isIdle(story.origin().orElseThrow().lane());
    }

    private static boolean wasAskedFor(PatchStory story, Instant before) {
        return story.timeline().stream()
                .filter(moment -> moment.run() == story.run() - 1
                        && moment.what().equals(story.pendingDecision().orElseThrow() + "_requested"))
                .allMatch(moment -> moment.time().isBefore(before));
    }

    /**
     * The decision is on its way when the broker has the run; the event tells of it.
     *
     * @return the story with the decision
     * @throws ProblemException if the broker does not take it, or the log cannot be read
     */
    PatchStory send(PatchStory story, ReviewDecision decision) throws InterruptedException {
        int judged = story.pendingDecision().isPresent() ? story.run() - 1 : story.run();
        PatchMessage message = message(story).decided(judged + 1, decision);
        Confirmation sent = publisher.publish(message).toCompletableFuture().join();
        if (!(sent instanceof Confirmation.Confirmed)) {
            throw new ProblemException(
                    sent instanceof Confirmation.Nacked ? ErrorCode.LANE_FULL : ErrorCode.BROKER_UNAVAILABLE,
                    "The broker has not taken the decision, and the patch waits on. Send it again after the pause in Retry-After.");
        }
        index.accepted(message);
        EventEnvelope event = EventEnvelope.of(request(story, judged, decision), clock.instant());
        if (publisher.publishEvent(event).toCompletableFuture().join() instanceof Confirmation.Confirmed) {
            return index.requested(story, event);
        }
        LOG.atWarn()
                .addKeyValue("patch", story.id())
                .log("The broker has a review's decision, and did not confirm the event that reports it");
        return index.story(story.id()).orElse(story);
    }

    private static PatchEvent request(PatchStory story, int judged, ReviewDecision decision) {
        RunRef ref = new RunRef(
                story.id(), judged, ANY_ATTEMPT, story.origin().orElseThrow().lane(), RunRef.INGEST);
        return switch (decision) {
            case ReviewDecision.Approve approve ->
                new PatchEvent.ApproveRequested(ref, judged + 1, approve.by(), approve.commit());
            case ReviewDecision.Reject reject ->
                new PatchEvent.RejectRequested(ref, judged + 1, reject.by(), reject.code(), reject.reason());
        };
    }

    private PatchMessage message(PatchStory story) throws InterruptedException {
        try {
            return views.message(story.id());
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.BROKER_UNAVAILABLE,
                    "The patch cannot be read from the broker's log, and waits on: " + e.getMessage());
        }
    }
}

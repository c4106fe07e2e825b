package io.patchline.ingest.review;

import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.RunEnd;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes decisions about commits that wait for a review, and sends each through the patch's lane as its next run. Of several decisions at once, by whichever
 * replica, the lane's first is carried out, and all tell its outcome. Blocks until the broker has confirmed. Safe for use by several threads.
 */
@Singleton
public final class Reviews {
    /** A decision is about a run and not about an attempt. */
    private static final int ANY_ATTEMPT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Reviews.class);

    private final StatusIndex index;
    private final PatchViews views;
    private final PatchPublisher publisher;
    private final Clock clock;
    private final boolean own;

    Reviews(StatusIndex index, PatchViews views, PatchPublisher publisher, Clock clock, IngestConfig config) {
        this.index = index;
        this.views = views;
        this.publisher = publisher;
        this.clock = clock;
        this.own = config.review().own();
    }

    /**
     * The commit is wanted. Asked for again it is the same decision.
     *
     * @param commit what was judged
     * @param by the name of the credential
     * @return the story with the decision
     * @throws ProblemException if the patch does not wait for a review, waits with another commit, or is the reviewer's own
     */
    public PatchStory approve(PatchId id, CommitId commit, String by) throws InterruptedException {
        PatchStory story = index.known(id.value());
        if (isApproved(story, commit)) {
            return story;
        }
        requireWaiting(story);
        CommitId waiting =
                story.ending().flatMap(RunEnd::git).flatMap(GitReport::commit).orElseThrow(() -> notWaiting(story));
        if (!waiting.equals(commit)) {
            throw new ProblemException(
                    ErrorCode.STALE,
                    "The commit that waits is " + waiting
                            + " and not this one. Judge that, and approve it by its hash.");
        }
        if (!own && story.origin().orElseThrow().source().equals(by)) {
            throw new ProblemException(
                    ErrorCode.FORBIDDEN,
                    "You submitted the patch yourself, or this token did. Have it approved by somebody else who has the scope review,"
                            + " or set patchline.review.own=true.");
        }
        ReviewDecision.Approve decision = new ReviewDecision.Approve(commit, by);
        return decide(story, decision, new PatchEvent.ApproveRequested(ref(story), story.run() + 1, by, commit));
    }

    /**
     * The commit is not wanted.
     *
     * @param reason in the reviewer's words
     * @param by the name of the credential
     * @return the story with the decision
     * @throws ProblemException if the patch does not wait for a review
     */
    public PatchStory reject(PatchId id, String reason, String by) throws InterruptedException {
        PatchStory story = index.known(id.value());
        if (story.state() == PatchState.REJECTED) {
            return story;
        }
        requireWaiting(story);
        return reject(story, new ReviewDecision.Reject(ErrorCode.REJECTED, Optional.of(by), reason));
    }

    /** Nobody judged the commit in time. */
    void expire(PatchStory story, String waited) throws InterruptedException {
        reject(
                story,
                new ReviewDecision.Reject(
                        ErrorCode.REVIEW_EXPIRED, Optional.empty(), "nobody judged the commit within " + waited));
    }

    private PatchStory reject(PatchStory story, ReviewDecision.Reject decision) throws InterruptedException {
        return decide(
                story,
                decision,
                new PatchEvent.RejectRequested(
                        ref(story), story.run() + 1, decision.by(), decision.code(), decision.reason()));
    }

    /** The decision is on its way when the broker has the run; the event tells of it. */
    private PatchStory decide(PatchStory story, ReviewDecision decision, PatchEvent request)
            throws InterruptedException {
        PatchMessage message = message(story).decided(story.run() + 1, decision);
        Confirmation sent = publisher.publish(message).toCompletableFuture().join();
        if (!(sent instanceof Confirmation.Confirmed)) {
            throw new ProblemException(
                    sent instanceof Confirmation.Nacked ? ErrorCode.LANE_FULL : ErrorCode.BROKER_UNAVAILABLE,
                    "The broker has not taken the decision, and the patch waits on. Send it again after the pause in Retry-After.");
        }
        index.accepted(message);
        EventEnvelope event = EventEnvelope.of(request, clock.instant());
        if (publisher.publishEvent(event).toCompletableFuture().join() instanceof Confirmation.Confirmed) {
            return index.requested(event);
        }
        LOG.atWarn()
                .addKeyValue("patch", story.id())
                .log("The broker has a review's decision, and did not confirm the event that reports it");
        return index.known(story.id().value());
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

    /** Whether this commit was approved before, and is on its way to the branch or on it. */
    private static boolean isApproved(PatchStory story, CommitId commit) {
        return story.state() != PatchState.AWAITING_REVIEW
                && story.timeline().stream()
                        .anyMatch(moment -> moment.what().equals("approve_requested")
                                && moment.run() == story.run() - 1
                                && moment.detail()
                                        .filter(commit.value()::equals)
                                        .isPresent())
                && (!story.state().isOver() || story.state() == PatchState.SUCCEEDED);
    }

    private static void requireWaiting(PatchStory story) {
        if (story.state() != PatchState.AWAITING_REVIEW) {
            throw notWaiting(story);
        }
    }

    private static ProblemException notWaiting(PatchStory story) {
        return new ProblemException(
                ErrorCode.NOT_AWAITING_REVIEW,
                "The patch does not wait for a review: it is " + story.state().wireName()
                        + ". GET /v1/patches?state=awaiting_review lists those that do.");
    }

    private static RunRef ref(PatchStory story) {
        return new RunRef(
                story.id(),
                story.run(),
                ANY_ATTEMPT,
                story.origin().orElseThrow().lane(),
                RunRef.INGEST);
    }
}

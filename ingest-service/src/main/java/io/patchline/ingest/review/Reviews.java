package io.patchline.ingest.review;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.RunEnd;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes decisions about commits that wait for a review, and sends each through the patch's lane as its next run. Of several decisions at once, by whichever
 * replica, the lane's first is carried out, and all tell its outcome; one that was purged from the lane is sent again. Blocks until the broker has confirmed. Safe for use by several threads.
 */
@Singleton
public final class Reviews {
    private final StatusIndex index;
    private final SentDecisions decisions;
    private final boolean own;

    Reviews(StatusIndex index, SentDecisions decisions, IngestConfig config) {
        this.index = index;
        this.decisions = decisions;
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
        if (!decisions.isLost(story)) {
            if (isApproved(story, commit)) {
                return story;
            }
            requireWaiting(story, commit, "approve");
        }
        if (!own && story.origin().orElseThrow().source().equals(by)) {
            throw new ProblemException(
                    ErrorCode.FORBIDDEN,
                    "You submitted the patch yourself, or this token did. Have it approved by somebody else who has the scope review,"
                            + " or set patchline.review.own=true.");
        }
        return decisions.send(story, new ReviewDecision.Approve(commit, by));
    }

    /**
     * The commit is not wanted.
     *
     * @param commit what was judged; absent: what waits as this is asked for, or what a decision that was lost has named
     * @param reason in the reviewer's words
     * @param by the name of the credential
     * @return the story with the decision
     * @throws ProblemException if the patch does not wait for a review, or waits with another commit
     */
    public PatchStory reject(PatchId id, Optional<CommitId> commit, String reason, String by)
            throws InterruptedException {
        PatchStory story = index.known(id.value());
        if (story.state() == PatchState.REJECTED) {
            return story;
        }
        Optional<CommitId> judged =
                decisions.isLost(story) ? commit.or(story::judged) : Optional.of(waiting(story, commit));
        return decisions.send(story, new ReviewDecision.Reject(judged, ErrorCode.REJECTED, Optional.of(by), reason));
    }

    /** Nobody judged the commit in time. */
    void expire(PatchStory story, String waited) throws InterruptedException {
        decisions.send(
                story,
                new ReviewDecision.Reject(
                        Optional.of(waiting(story)),
                        ErrorCode.REVIEW_EXPIRED,
                        Optional.empty(),
                        "nobody judged the commit within " + waited));
    }

    /** Whether this commit was approved before, and is on its way to the branch or on it. */
    private static boolean isApproved(PatchStory story, CommitId commit) {
        return story.state() != PatchState.AWAITING_REVIEW
                && approved(story).anyMatch(commit::equals)
                && (!story.state().isOver() || story.state() == PatchState.SUCCEEDED);
    }

    /** What the newest run puts on the branch, if it carries out an approval. */
    private static Stream<CommitId> approved(PatchStory story) {
        return story.timeline().stream()
                .filter(moment -> moment.what().equals("approve_requested") && moment.run() == story.run() - 1)
                .flatMap(moment -> moment.detail().stream())
                .map(CommitId::new);
    }

    private static CommitId waiting(PatchStory story, Optional<CommitId> judged) {
        judged.ifPresent(commit -> requireWaiting(story, commit, "reject"));
        return waiting(story);
    }

    /** The commit that waits. */
    private static CommitId waiting(PatchStory story) {
        if (story.state() != PatchState.AWAITING_REVIEW) {
            throw notWaiting(story);
        }
        return story.ending().flatMap(RunEnd::git).flatMap(GitReport::commit).orElseThrow(() -> notWaiting(story));
    }

    private static void requireWaiting(PatchStory story, CommitId judged, String what) {
        CommitId waiting = waiting(story);
        if (!waiting.equals(judged)) {
            throw new ProblemException(
                    ErrorCode.STALE,
                    "The commit that waits is " + waiting + " and not this one. Judge that, and " + what
                            + " it by its hash.");
        }
    }

    private static ProblemException notWaiting(PatchStory story) {
        return new ProblemException(
                ErrorCode.NOT_AWAITING_REVIEW,
                "The patch does not wait for a review: it is " + story.state().wireName()
                        + ". GET /v1/patches?state=awaiting_review lists those that do.");
    }
}

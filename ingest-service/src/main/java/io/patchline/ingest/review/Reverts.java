package io.patchline.ingest.review;

import io.patchline.ingest.PatchIdGenerator;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.RunEnd;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.webhook.SubmissionResult;
import io.patchline.ingest.webhook.Submissions;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes back what patches did: by a patch of its own, in the lane of the one that ended last, that undoes their commits. The executor undoes the newest of the branch's history first, which may not be
 * the one that ended last.
 */
@Singleton
public final class Reverts {
    private static final int MOST_DESCRIBED = 5;

    private final StatusIndex index;
    private final Submissions submissions;
    private final Supplier<PatchId> ids;
    private final Duration timeout;

    Reverts(StatusIndex index, Submissions submissions, IngestConfig config, Clock clock) {
        this.index = index;
        this.submissions = submissions;
        this.ids = new PatchIdGenerator(clock, new SecureRandom())::next;
        this.timeout = config.submission().defaultTimeout();
    }

    /**
     * @param patches to take back: 1 to {@value GitReport#MOST_COMMITS}, each of which made a commit on the branch of one workspace
     * @param id of the patch that does it; absent: a new one
     * @param by who asks for it
     * @return what came of it, as of any submission; never completes exceptionally
     * @throws ProblemException if one of them is not known or made no commit
     */
    public CompletionStage<SubmissionResult> revert(List<PatchId> patches, Optional<PatchId> id, Caller by) {
        List<PatchStory> stories = patches.stream()
                .distinct()
                .map(patch -> index.known(patch.value()))
                .peek(Reverts::requireCommit)
                .sorted(Comparator.comparingLong((PatchStory story) ->
                                story.ending().orElseThrow().offset())
                        .reversed())
                .toList();
        if (stories.stream()
                        .map(Reverts::git)
                        .map(GitReport::workspace)
                        .distinct()
                        .count()
                != 1) {
            throw new ProblemException(
                    ErrorCode.NOT_REVERTIBLE,
                    "The patches are of several workspaces. Take back those of one at a time.");
        }
        List<PatchAction> actions = stories.stream().flatMap(Reverts::actions).toList();
        if (actions.size() > GitReport.MOST_COMMITS) {
            throw new ProblemException(
                    ErrorCode.NOT_REVERTIBLE,
                    "The patches made " + actions.size() + " commits, and at most " + GitReport.MOST_COMMITS
                            + " are taken back at once. Take the newest back first.");
        }
        return submissions.submit(patch(stories, actions, id.orElseGet(ids)), by);
    }

    private Patch patch(List<PatchStory> stories, List<PatchAction> actions, PatchId id) {
        WorkspaceName workspace = git(stories.getFirst()).workspace();
        return new Patch(
                id,
                Optional.empty(),
                Optional.empty(),
                stories.getFirst().origin().orElseThrow().lane(),
                actions,
                new RunOptions(timeout, 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.of(description(stories)),
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.of(workspace),
                Optional.empty());
    }

    private static String description(List<PatchStory> stories) {
        String names = stories.stream()
                .limit(MOST_DESCRIBED)
                .map(story -> story.id().value())
                .collect(Collectors.joining(", "));
        int more = stories.size() - MOST_DESCRIBED;
        return "Revert " + names + (more > 0 ? " and " + more + " more" : "");
    }

    /** Of one that made several commits, the newest first too. */
    private static Stream<PatchAction> actions(PatchStory story) {
        return git(story).all().reversed().stream().map(commit -> new PatchAction.Revert(story.id(), commit));
    }

    private static GitReport git(PatchStory story) {
        return story.ending().flatMap(RunEnd::git).orElseThrow();
    }

    private static void requireCommit(PatchStory story) {
        boolean landed = story.state() == PatchState.SUCCEEDED
                && story.ending()
                        .flatMap(RunEnd::git)
                        .flatMap(GitReport::commit)
                        .isPresent();
        if (!landed) {
            throw new ProblemException(
                    ErrorCode.NOT_REVERTIBLE,
                    "The patch " + story.id() + " is " + story.state().wireName()
                            + " and has no commit on a branch: there is nothing to take back.");
        }
    }
}

package io.patchline.executor.git;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.tree.Changes;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Carries out what was decided of a commit that waits for a review. Of two decisions the first counts: the branch of the review is gone then. */
final class Decision {
    private final BranchTools tools;
    private final PlaceContext context;
    private final PatchMessage message;
    private final Review review;

    /** Makes the patch's proposal anew. */
    interface Anew {
        Step on(String tip) throws IOException, InterruptedException;
    }

    Decision(BranchTools tools, PlaceContext context, PatchMessage message) {
        this.tools = tools;
        this.context = context;
        this.message = message;
        this.review = new Review(context, message);
    }

    Outcome carryOut(ReviewDecision decision, AttemptContext attempt, Anew anew)
            throws IOException, InterruptedException {
        while (true) {
            String tip = context.tip(attempt.cancellation());
            Optional<Outcome> ended = new KnownEnd(context, message).withoutCommit(RunReport.NOTHING);
            if (ended.isPresent()) {
                return ended.get();
            }
            Optional<String> waiting = context.other(review.branch(), attempt.cancellation());
            Optional<Outcome> outcome = waiting.isEmpty()
                    ? Optional.of(decidedBefore(decision, tip))
                    : switch (decision) {
                        case ReviewDecision.Approve approve -> approved(approve, waiting.get(), tip, anew);
                        case ReviewDecision.Reject reject -> rejected(reject, waiting.get());
                    };
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /** Nothing waits any more: it is on the branch, or was rejected. */
    private Outcome decidedBefore(ReviewDecision decision, String tip) throws IOException, InterruptedException {
        Optional<RunSearch.Found> found = context.search().on(tip, message, true);
        if (found.isPresent()) {
            Optional<String> by =
                    decision instanceof ReviewDecision.Approve approve ? Optional.of(approve.by()) : Optional.empty();
            return new Outcome.Succeeded(new FoundCommits(context)
                    .report(
                            found.get().commits(),
                            new Reports.Whereabouts(
                                    found.get().commits(), found.get().run(), Optional.empty(), by),
                            RunReport.NOTHING));
        }
        return switch (decision) {
            case ReviewDecision.Reject reject -> reject.outcome(nothing());
            case ReviewDecision.Approve approve ->
                new Outcome.Rejected(
                        ErrorCode.REJECTED,
                        "nothing waits for a review any more: it was rejected before it was approved",
                        Optional.empty(),
                        nothing());
        };
    }

    /** Empty if it is to be looked at again. */
    private Optional<Outcome> rejected(ReviewDecision.Reject reject, String head)
            throws IOException, InterruptedException {
        Outcome outcome = reject.outcome(nothing());
        List<Remote.Update> gone =
                List.of(Remote.Update.ofBranch(review.branch(), Optional.of(head), Optional.empty()));
        PushResult result = context.pushEnd(gone, message, outcome);
        return switch (result) {
            case PushResult.Done done -> Optional.of(outcome);
            case PushResult.Moved moved -> Optional.empty();
            case PushResult.Refused refused -> Optional.of(refused(refused.why()));
        };
    }

    /** Empty if it is to be looked at again. */
    private Optional<Outcome> approved(ReviewDecision.Approve approve, String head, String tip, Anew anew)
            throws IOException, InterruptedException {
        if (!head.equals(approve.commit().value())) {
            return Optional.of(review.awaiting(
                    head, "another commit waits than the one that was approved: " + head, RunReport.NOTHING));
        }
        List<String> commits = review.commits(head);
        if (context.repository().isAncestor(head, tip)) {
            return Optional.of(onBranch(commits, approve, head));
        }
        String base = context.repository().parentOf(commits.getFirst()).orElse(tip);
        Step step = new Moving(tools, context).over(new Proposal(base, commits, Changes.NONE, RunReport.NOTHING), tip);
        if (!(step instanceof Step.Proposed proposed)
                || !sameChange(commits, proposed.proposal().commits())) {
            return Optional.of(putUpAnew(tip, anew));
        }
        List<String> moved = proposed.proposal().commits();
        PushResult result = context.push(List.of(
                Remote.Update.ofBranch(context.settings().branch(), Optional.of(tip), Optional.of(moved.getLast())),
                Remote.Update.ofBranch(review.branch(), Optional.of(head), Optional.empty())));
        return switch (result) {
            case PushResult.Done done -> Optional.of(onBranch(moved, approve, head));
            case PushResult.Moved again -> Optional.empty();
            case PushResult.Refused refused -> Optional.of(refused(refused.why()));
        };
    }

    private Outcome onBranch(List<String> commits, ReviewDecision.Approve approve, String head)
            throws IOException, InterruptedException {
        return new Outcome.Succeeded(new FoundCommits(context)
                .report(
                        commits,
                        new Reports.Whereabouts(
                                commits, Math.max(1, review.runOf(head)), Optional.empty(), Optional.of(approve.by())),
                        RunReport.NOTHING));
    }

    /** Whether each of the moved commits changes what the judged one did (git patch-id). */
    private boolean sameChange(List<String> judged, List<String> moved) throws IOException, InterruptedException {
        if (judged.size() != moved.size()) {
            return false;
        }
        for (int i = 0; i < judged.size(); i++) {
            boolean same = judged.get(i).equals(moved.get(i))
                    || context.repository()
                            .patchId(judged.get(i))
                            .equals(context.repository().patchId(moved.get(i)));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** What was judged is not what would land any more. */
    private Outcome putUpAnew(String tip, Anew anew) throws IOException, InterruptedException {
        Step step = anew.on(tip);
        if (step instanceof Step.Proposed made && !made.proposal().commits().isEmpty()) {
            step = review.putUp(
                    made.proposal(), "the branch has changed since the approval: carried out anew, to be judged again");
        }
        return switch (step) {
            case Step.Ended ended -> ended.outcome();
            case Step.Proposed nothing ->
                new Outcome.Succeeded(new Reports(context.settings())
                        .of(nothing.proposal(), Reports.Whereabouts.onBranch(List.of(), message.run())));
            case Step.Anew never -> throw new IllegalStateException("only moving over asks for it");
        };
    }

    private Outcome refused(String why) {
        return Step.failed(
                        ErrorCode.PUSH_REFUSED,
                        "the repository refuses the push: " + why,
                        List.of(why),
                        RunReport.NOTHING)
                .outcome();
    }

    private RunReport nothing() {
        return new Reports(context.settings())
                .of(
                        RunReport.NOTHING,
                        Optional.empty(),
                        Changes.NONE,
                        Reports.Whereabouts.onBranch(List.of(), message.run()));
    }
}

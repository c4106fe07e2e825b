package io.patchline.executor.git;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.tree.Changes;
import io.patchline.executor.git.tree.ThreeWay;
import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.util.ArrayList;
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

    /** What there is to decide on. */
    private record Seen(Optional<String> waiting, String tip) {}

    Outcome carryOut(ReviewDecision decision, AttemptContext attempt, Anew anew)
            throws IOException, InterruptedException {
        while (true) {
            Seen seen = look(attempt.cancellation());
            Optional<Outcome> outcome = known(decision, seen);
            if (outcome.isEmpty()) {
                String head = seen.waiting().orElseThrow();
                outcome = switch (decision) {
                    case ReviewDecision.Approve approve -> approved(approve, head, seen.tip(), anew);
                    case ReviewDecision.Reject reject -> rejected(reject, head);
                };
            }
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /** The end of one in which so many executors died that no other is to try it: whatever it is that ends them. */
    Outcome afterDeaths(ReviewDecision decision, int deaths) throws IOException, InterruptedException {
        Optional<Outcome> known = known(decision, look(new Cancellation()));
        return known.isPresent()
                ? known.get()
                : new Outcome.Interrupted(
                        deaths
                                + " executors died while the decision of its review was carried out; nothing of it is on "
                                + context.settings().branch() + ", and " + review.branch()
                                + " is as it was judged. A replay carries the decision out once more",
                        nothing());
    }

    /**
     * The end of one that somebody has cancelled. No service asks for that any more: what would end is not the patch, which has run, but what was decided of its commit. So nothing is decided,
     * if it was not carried out before, and no executor that was taken for dead changes that.
     */
    Outcome cancelled(ReviewDecision decision) throws IOException, InterruptedException {
        while (true) {
            Seen seen = look(new Cancellation());
            Optional<Outcome> known = known(decision, seen);
            if (known.isPresent()) {
                return known.get();
            }
            if (context.keepsOthersOut()) {
                String why = "the decision (" + decision.name()
                        + ") was cancelled on request: nothing is decided, and the commit waits on";
                return review.awaiting(seen.waiting().orElseThrow(), why, RunReport.NOTHING);
            }
        }
    }

    private Seen look(Cancellation cancellation) throws IOException, InterruptedException {
        // In this order: what people merged into the one is on the other then.
        Optional<String> waiting = context.other(review.branch(), cancellation);
        return new Seen(waiting, context.tip(cancellation));
    }

    /** How it has ended already; empty if it is to be carried out. */
    private Optional<Outcome> known(ReviewDecision decision, Seen seen) throws IOException, InterruptedException {
        Optional<Outcome> ended = new KnownEnd(context, message).withoutCommit(RunReport.NOTHING);
        if (ended.isPresent()) {
            return ended;
        }
        if (seen.waiting().isEmpty()) {
            return Optional.of(decidedBefore(decision, seen.tip()));
        }
        return decision instanceof ReviewDecision.Approve approve
                ? overtaken(approve, seen.waiting().get(), seen.tip())
                : Optional.empty();
    }

    /** Another commit waits than the one that was approved, or that one is on the branch. */
    private Optional<Outcome> overtaken(ReviewDecision.Approve approve, String head, String tip)
            throws IOException, InterruptedException {
        if (!head.equals(approve.commit().value())) {
            return Optional.of(review.awaiting(
                    head, "another commit waits than the one that was approved: " + head, RunReport.NOTHING));
        }
        if (!context.repository().isAncestor(head, tip)) {
            return Optional.empty();
        }
        Optional<RunSearch.Found> found = context.search().on(tip, message, true);
        List<String> commits = found.map(RunSearch.Found::commits).orElse(List.of(head));
        return Optional.of(
                onBranch(commits, approve, found.map(RunSearch.Found::run).orElse(1)));
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
        Waiting waiting = review.at(head);
        Optional<List<String>> landing = landing(waiting, head, tip);
        if (landing.isEmpty() && waiting.isOfPeople()) {
            return Optional.of(review.byHand(head, RunReport.NOTHING).outcome());
        }
        if (landing.isEmpty()) {
            return Optional.of(tools.actsBeyondTheTree(message.patch()) ? mustNotRunTwice(head) : putUpAnew(tip, anew));
        }
        List<String> moved = landing.get();
        PushResult result = context.push(List.of(
                Remote.Update.ofBranch(context.settings().branch(), Optional.of(tip), Optional.of(moved.getLast())),
                Remote.Update.ofBranch(review.branch(), Optional.of(head), Optional.empty())));
        return switch (result) {
            case PushResult.Done done -> Optional.of(onBranch(moved, approve, Math.max(1, waiting.run())));
            case PushResult.Moved again -> Optional.empty();
            case PushResult.Refused refused -> Optional.of(refused(refused.why()));
        };
    }

    private Outcome onBranch(List<String> commits, ReviewDecision.Approve approve, int run)
            throws IOException, InterruptedException {
        return new Outcome.Succeeded(new FoundCommits(context)
                .report(
                        commits,
                        new Reports.Whereabouts(commits, run, Optional.empty(), Optional.of(approve.by())),
                        RunReport.NOTHING));
    }

    /** What comes to the branch: each commit that changes something, as it was judged, and all that they and the merges between them make; empty if that cannot be. */
    private Optional<List<String>> landing(Waiting waiting, String head, String tip)
            throws IOException, InterruptedException {
        if (!waiting.isLine()) {
            return Optional.empty();
        }
        List<String> judged = new ArrayList<>();
        for (String commit : waiting.withoutMerges()) {
            if (!context.repository().treeOf(commit).equals(context.repository().treeOf(commit + "^1"))) {
                judged.add(commit);
            }
        }
        Optional<List<String>> moved = new Moving(tools, context).oneForOne(judged, tip);
        boolean same = moved.isPresent()
                && !judged.isEmpty()
                && sameChange(judged, moved.get())
                && (!waiting.hasMerges() || isAllOf(head, tip, moved.get().getLast()));
        return same ? moved : Optional.empty();
    }

    /** Whether a merge of what was judged would bring the same: then its own merges add nothing. */
    private boolean isAllOf(String head, String tip, String moved) throws IOException, InterruptedException {
        ThreeWay.Result joined = context.threeWay().joined(head, tip);
        return joined.equals(new ThreeWay.Result.Clean(context.repository().treeOf(moved)));
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

    /** What was judged cannot land, and what else would land nobody may find out by running it once more. */
    private Outcome mustNotRunTwice(String head) {
        String to = context.settings().branch();
        return Step.failed(
                        ErrorCode.STALE,
                        to
                                + " has changed since this was judged, and it cannot be put there as it is. It is not carried out"
                                + " anew, because its commands have the network and must not run twice: merge "
                                + review.branch() + " into " + to
                                + " by hand; or replay the patch, which runs its commands once more",
                        List.of(review.branch() + " stays at " + head),
                        RunReport.NOTHING)
                .outcome();
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

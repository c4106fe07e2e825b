package io.patchline.executor.git;

import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Carries out what was decided of a commit that waits for a review. Of two decisions the first counts: the branch of the review is gone then, and the fence tells why. */
final class Decision {
    private static final String CARRIED_OUT_ANEW =
            "the branch has changed since the approval: carried out anew, to be judged again";

    private static final String THERE_ALREADY =
            "what waited would change nothing on the branch any more: the same is there already";

    private final BranchTools tools;
    private final PlaceContext context;
    private final PatchMessage message;
    private final ReviewDecision decision;
    private final Review review;
    private final Moving moving;

    /** Makes the patch's proposal anew. */
    interface Anew {
        Step on(String tip) throws IOException, InterruptedException;
    }

    /** @param message with a decision */
    Decision(BranchTools tools, PlaceContext context, PatchMessage message) {
        this.tools = tools;
        this.context = context;
        this.message = message;
        this.decision = message.decision().orElseThrow();
        this.review = new Review(context, message);
        this.moving = new Moving(tools, context);
    }

    /** What there is to decide on. */
    private record Seen(Optional<String> waiting, String tip) {}

    Outcome carryOut(Cancellation cancellation, Anew anew) throws IOException, InterruptedException {
        while (true) {
            Seen seen = look(cancellation);
            Optional<Outcome> outcome = over(seen);
            if (outcome.isEmpty()) {
                outcome = decided(seen.waiting().orElseThrow(), seen.tip(), anew);
            }
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /** Empty if it is to be looked at again. */
    private Optional<Outcome> decided(String head, String tip, Anew anew) throws IOException, InterruptedException {
        return switch (decision) {
            case ReviewDecision.Approve approve -> approved(approve, head, tip, anew);
            case ReviewDecision.Reject reject ->
                removed(
                        head,
                        reject.outcome(
                                moving.isThereAlready(review.at(head), head, tip)
                                        ? FoundCommits.noted(nothing(), THERE_ALREADY)
                                        : nothing()));
        };
    }

    /** The end of one in which so many executors died that no other is to try it: whatever it is that ends them. */
    Outcome afterDeaths(int deaths) throws IOException, InterruptedException {
        Optional<Outcome> over = over(look(new Cancellation()));
        return over.isPresent()
                ? over.get()
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
    Outcome cancelled() throws IOException, InterruptedException {
        while (true) {
            Seen seen = look(new Cancellation());
            Optional<Outcome> over = over(seen);
            if (over.isPresent()) {
                return over.get();
            }
            if (context.keepsOthersOut()) {
                String why = "the decision (" + decision.name()
                        + ") was cancelled on request: nothing is decided, and the commit waits on";
                return review.awaiting(seen.waiting().orElseThrow(), why, RunReport.NOTHING);
            }
        }
    }

    /** How it has ended already, as far as the repository tells; empty if it does not. */
    Optional<Outcome> end(Cancellation cancellation) throws IOException, InterruptedException {
        return end(look(cancellation));
    }

    private Seen look(Cancellation cancellation) throws IOException, InterruptedException {
        // In this order: what people merged into the one is on the other then.
        Optional<String> waiting = context.other(review.branch(), cancellation);
        return new Seen(waiting, context.tip(cancellation));
    }

    private Optional<Outcome> end(Seen seen) throws IOException, InterruptedException {
        Optional<Outcome> recorded = new KnownEnd(context, message).recorded(seen.tip(), RunReport.NOTHING);
        if (recorded.isPresent()) {
            return recorded;
        }
        return seen.waiting().isPresent() ? overtaken(seen.waiting().get(), seen.tip()) : landed(seen.tip());
    }

    /** The same; and where nothing waits any more, it has an end, too. */
    private Optional<Outcome> over(Seen seen) throws IOException, InterruptedException {
        Optional<Outcome> end = end(seen);
        return end.isEmpty() && seen.waiting().isEmpty() ? Optional.of(nothingWaits()) : end;
    }

    /** What waits is not what was judged, or is on the branch: people merged it by hand. */
    private Optional<Outcome> overtaken(String head, String tip) throws IOException, InterruptedException {
        if (review.at(head).run() >= message.run()) {
            return Optional.of(review.awaiting(head, CARRIED_OUT_ANEW, RunReport.NOTHING));
        }
        if (decision.judged().filter(judged -> !judged.value().equals(head)).isPresent()) {
            return Optional.of(review.awaiting(
                    head, "another commit waits than the one that was judged: " + head, RunReport.NOTHING));
        }
        return context.repository().isAncestor(head, tip)
                ? Optional.of(merged(Optional.of(head), context.search().on(tip, message, true)))
                : Optional.empty();
    }

    /** What waited is on the branch: an approval of it has ended so, or people merged it and deleted its own branch. */
    private Optional<Outcome> landed(String tip) throws IOException, InterruptedException {
        Optional<Fence.End> approval = context.fence().landingOf(message);
        if (approval.isPresent()) {
            return Optional.of(
                    new FoundCommits(context).approved(approval.get().landed().orElseThrow(), tip, RunReport.NOTHING));
        }
        Optional<String> judged = decision.judged().map(CommitId::value);
        Optional<String> there =
                judged.isPresent() && context.repository().isAncestor(judged.get(), tip) ? judged : Optional.empty();
        Optional<RunSearch.Found> found = context.search().on(tip, message, true);
        return there.isPresent() || found.isPresent() ? Optional.of(merged(there, found)) : Optional.empty();
    }

    /** Somebody has deleted what waited. */
    private Outcome nothingWaits() {
        String where = review.branch() + " is gone, and nothing tells that it came to "
                + context.settings().branch() + ": somebody deleted it, or merged it in other words";
        return switch (decision) {
            case ReviewDecision.Reject reject -> reject.outcome(FoundCommits.noted(nothing(), where));
            case ReviewDecision.Approve approve ->
                Step.failed(
                                ErrorCode.STALE,
                                where + ". If it is not there, a replay carries the patch out anew",
                                List.of(where),
                                nothing())
                        .outcome();
        };
    }

    /**
     * People put it on the branch.
     *
     * @param head what waited, if it is there as it was
     * @param found the commits there that are known to be of a run; at least one of the two
     */
    private Outcome merged(Optional<String> head, Optional<RunSearch.Found> found)
            throws IOException, InterruptedException {
        List<String> commits = found.isEmpty()
                ? List.of(head.orElseThrow())
                : new FoundCommits(context).upTo(head, found.get().commits());
        int run = found.map(RunSearch.Found::run).orElse(1);
        return switch (decision) {
            case ReviewDecision.Approve approve -> onBranch(commits, run, Optional.of(approve.by()), RunReport.NOTHING);
            case ReviewDecision.Reject reject ->
                onBranch(
                        commits,
                        run,
                        Optional.empty(),
                        FoundCommits.noted(
                                RunReport.NOTHING,
                                "it was on " + context.settings().branch()
                                        + " already, and could not be rejected any more: take it back by a revert"));
        };
    }

    private Outcome onBranch(List<String> commits, int run, Optional<String> by, RunReport done)
            throws IOException, InterruptedException {
        return new Outcome.Succeeded(new FoundCommits(context)
                .report(commits, new Reports.Whereabouts(commits, run, Optional.empty(), by), done));
    }

    /** The outcome, once the branch of the review is deleted; empty if it is to be looked at again. */
    private Optional<Outcome> removed(String head, Outcome outcome) throws IOException, InterruptedException {
        List<Remote.Update> gone =
                List.of(Remote.Update.ofBranch(review.branch(), Optional.of(head), Optional.empty()));
        PushResult result = context.pushEnd(gone, message, outcome);
        return result instanceof PushResult.Done ? Optional.of(outcome) : notDone(result);
    }

    /** Empty if it is to be looked at again. */
    private Optional<Outcome> approved(ReviewDecision.Approve approve, String head, String tip, Anew anew)
            throws IOException, InterruptedException {
        Waiting waiting = review.at(head);
        if (moving.isThereAlready(waiting, head, tip)) {
            return removed(head, new Outcome.Succeeded(FoundCommits.noted(nothing(), THERE_ALREADY)));
        }
        Optional<Outcome> stale =
                new Staleness(context).ofReviewed(message.patch(), tip, review.branch() + " stays at " + head);
        if (stale.isPresent()) {
            return stale;
        }
        Optional<List<String>> landing = moving.asJudged(waiting, head, tip);
        if (landing.isEmpty() && waiting.isOfPeople()) {
            return Optional.of(review.byHand(head, RunReport.NOTHING).outcome());
        }
        if (landing.isEmpty()) {
            return tools.actsBeyondTheTree(message.patch())
                    ? Optional.of(review.mustNotRunTwice(head))
                    : putUpAnew(head, anew.on(tip));
        }
        return land(approve, head, tip, new Fence.Landed(Math.max(1, waiting.run()), landing.get(), approve.by()));
    }

    /** Empty if it is to be looked at again. */
    private Optional<Outcome> land(ReviewDecision.Approve approve, String head, String tip, Fence.Landed landed)
            throws IOException, InterruptedException {
        List<Remote.Update> updates = List.of(
                Remote.Update.ofBranch(
                        context.settings().branch(),
                        Optional.of(tip),
                        Optional.of(landed.commits().getLast())),
                Remote.Update.ofBranch(review.branch(), Optional.of(head), Optional.empty()));
        PushResult result = context.pushLanding(updates, message, landed);
        return result instanceof PushResult.Done
                ? Optional.of(onBranch(landed.commits(), landed.run(), Optional.of(approve.by()), RunReport.NOTHING))
                : notDone(result);
    }

    /** What was judged is not what would land any more. Empty if it is to be looked at again. */
    private Optional<Outcome> putUpAnew(String head, Step made) throws IOException, InterruptedException {
        Step step = made instanceof Step.Proposed proposed
                        && !proposed.proposal().commits().isEmpty()
                ? review.putUp(proposed.proposal(), CARRIED_OUT_ANEW)
                : made;
        return switch (step) {
            case Step.Ended ended -> Optional.of(ended.outcome());
            // Nothing is left to wait for.
            case Step.Proposed nothing ->
                removed(
                        head,
                        new Outcome.Succeeded(new Reports(context.settings())
                                .of(nothing.proposal(), Reports.Whereabouts.onBranch(List.of(), message.run()))));
            case Step.Anew never -> throw new IllegalStateException("only moving over asks for it");
        };
    }

    /** Empty if it is to be looked at again. */
    private static Optional<Outcome> notDone(PushResult result) {
        return result instanceof PushResult.Refused refused
                ? Optional.of(Step.failed(
                                ErrorCode.PUSH_REFUSED,
                                "the repository refuses the push: " + refused.why(),
                                List.of(refused.why()),
                                RunReport.NOTHING)
                        .outcome())
                : Optional.empty();
    }

    private RunReport nothing() {
        return new Reports(context.settings()).withoutCommit(RunReport.NOTHING, message.run());
    }
}

package io.patchline.executor.git;

import io.patchline.executor.git.remote.RunTrailers;
import io.patchline.executor.git.tree.ThreeWay;
import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How a run has ended already, as far as the repository tells: by a commit of it, or by what another attempt left in the fence. */
final class KnownEnd {
    private final PlaceContext context;
    private final PatchMessage message;

    KnownEnd(PlaceContext context, PatchMessage message) {
        this.context = context;
        this.message = message;
    }

    /**
     * The end that the repository tells of as it is now: on the branch, in its fence, or on the branch of a review.
     *
     * @param begins whether the run is to begin if it has done nothing
     */
    Optional<Outcome> found(BranchTools tools, Cancellation cancellation, boolean begins)
            throws IOException, InterruptedException {
        Optional<Outcome> end = message.decision().isPresent()
                ? new Decision(tools, context, message).end(cancellation)
                : ofRun(cancellation, begins);
        return end.isPresent()
                ? Optional.of(new FoundCommits(context)
                        .logged(end.get(), message.patch().id()))
                : end;
    }

    private Optional<Outcome> ofRun(Cancellation cancellation, boolean begins)
            throws IOException, InterruptedException {
        Optional<Outcome> end = at(context.tip(cancellation), RunReport.NOTHING);
        if (end.isPresent()) {
            return end;
        }
        Review review = new Review(context, message);
        Optional<String> head = context.other(review.branch(), cancellation);
        return head.isPresent() ? review.waiting(head.get(), begins) : Optional.empty();
    }

    /**
     * The end that the branch or its fence tells of, both as they were fetched last.
     *
     * @param done what this attempt did, which came to nothing then
     */
    Optional<Outcome> at(String tip, RunReport done) throws IOException, InterruptedException {
        Optional<Outcome> landed = landed(tip, done);
        return landed.isPresent() ? landed : recorded(tip, done);
    }

    /**
     * What is on the branch. Only what did not succeed is run again: where an earlier run has a commit all the same, its executor was taken for dead, and came after its end was told. That is
     * what the patch was to do, unless it was taken back since. An approval is known by the fence, whatever people made of the commits' messages.
     */
    private Optional<Outcome> landed(String tip, RunReport done) throws IOException, InterruptedException {
        Optional<Fence.End> approval = context.fence().landingOf(message);
        if (approval.isPresent() && counts(approval.get(), tip)) {
            return Optional.of(
                    new FoundCommits(context).approved(approval.get().landed().orElseThrow(), tip, done));
        }
        Optional<RunSearch.Found> found = context.search().on(tip, message, true);
        return found.isPresent()
                        && (found.get().run() == message.run()
                                || isLeft(found.get().commits(), tip))
                ? Optional.of(new FoundCommits(context).outcome(found.get(), done))
                : Optional.empty();
    }

    private boolean counts(Fence.End approval, String tip) throws IOException, InterruptedException {
        List<String> commits = approval.landed().orElseThrow().commits();
        return approval.run() >= message.run()
                || (context.repository().isAncestor(commits.getLast(), tip) && isLeft(commits, tip));
    }

    /** Whether not all of it was taken back. */
    private boolean isLeft(List<String> commits, String tip) throws IOException, InterruptedException {
        String tree = context.repository().treeOf(tip);
        for (String commit : commits) {
            ThreeWay.Result undone = context.threeWay().reverted(commit, tip);
            if (!undone.equals(new ThreeWay.Result.Clean(tree))) {
                return true;
            }
        }
        return false;
    }

    /** What the fence tells of this run, or of a later one: another attempt has told it, and this one has to tell it too. */
    Optional<Outcome> recorded(String tip, RunReport done) throws IOException, InterruptedException {
        Optional<Fence.End> end = context.fence().endOf(message);
        if (end.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fence.Landed> landed = end.get().landed();
        if (landed.isPresent()) {
            return Optional.of(new FoundCommits(context).approved(landed.get(), tip, done));
        }
        RunReport nothing = new Reports(context.settings()).withoutCommit(done, message.run());
        Outcome outcome = end.get().outcome(message.run(), nothing);
        return Optional.of(inItsWords(outcome));
    }

    /** A rejection that this message asks for has its reason. */
    private Outcome inItsWords(Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                        && message.decision().orElse(null) instanceof ReviewDecision.Reject reject
                        && reject.code() == rejected.code()
                        && reject.by().map(RunTrailers::oneLine).equals(rejected.by())
                ? reject.outcome(rejected.report())
                : outcome;
    }
}

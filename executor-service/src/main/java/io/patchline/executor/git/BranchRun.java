package io.patchline.executor.git;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.CommandEnding;
import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run on a branch, from the branch's tip to its outcome. */
final class BranchRun {
    /** So often a patch is carried out where others change the same places meanwhile. */
    private static final int MOST_ROUNDS = 3;

    private final BranchTools tools;
    private final PlaceContext context;
    private final PatchMessage message;
    private final AttemptContext attempt;

    BranchRun(BranchTools tools, PlaceContext context, PatchMessage message, AttemptContext attempt) {
        this.tools = tools;
        this.context = context;
        this.message = message;
        this.attempt = attempt;
    }

    /** Why a patch is not carried out on a branch at all; empty if it may be. */
    static Optional<Outcome> refusal(Patch patch) {
        if (patch.options().onFailure() != RunOptions.OnFailure.KEEP) {
            return Optional.empty();
        }
        String detail =
                "A failed patch leaves no trace in a git workspace: on_failure \"keep\" is for directories. Leave it out.";
        return Optional.of(new Outcome.Refused(
                ErrorCode.INVALID_PATCH,
                detail,
                List.of(new Problem(ErrorCode.INVALID_PATCH, "/options/on_failure", detail))));
    }

    Outcome carryOut() throws IOException, InterruptedException {
        if (message.decision().isPresent()) {
            return new Decision(tools, context, message).carryOut(attempt.cancellation(), this::checked);
        }
        String tip = context.tip(attempt.cancellation());
        Optional<Outcome> known = message.patch().options().dryRun()
                ? Optional.empty()
                : new KnownEnd(context, message).at(tip, RunReport.NOTHING);
        return known.isPresent() ? known.get() : onTip(tip);
    }

    private Outcome onTip(String first) throws IOException, InterruptedException {
        String tip = first;
        List<String> paths = List.of();
        int most = tools.actsBeyondTheTree(message.patch()) ? 1 : MOST_ROUNDS;
        for (int round = 0; round < most; round++) {
            Step step = checked(tip);
            if (step instanceof Step.Proposed proposed) {
                step = settled(proposed.proposal());
            }
            switch (step) {
                case Step.Ended ended -> {
                    return ended.outcome();
                }
                case Step.Proposed nothing -> {
                    return succeeded(nothing.proposal());
                }
                case Step.Anew anew -> {
                    tip = anew.tip();
                    paths = anew.paths();
                }
            }
        }
        return conflict(paths, most);
    }

    /** The patch's proposal for this tip, if it was made for it. */
    private Step checked(String tip) throws IOException, InterruptedException {
        Optional<Cancellation.Reason> reason = attempt.cancellation().reason();
        if (reason.isPresent()) {
            return new Step.Ended(CommandEnding.cancelled(reason.get(), RunReport.NOTHING));
        }
        Optional<Step> stale =
                new Staleness(context).of(message.patch().commitOptions().base(), tip, RunReport.NOTHING);
        if (stale.isPresent()) {
            return stale.get();
        }
        boolean reverts = message.patch().actions().getFirst() instanceof PatchAction.Revert;
        return reverts
                ? new RevertProposals(tools, context).on(tip, message)
                : new ActionProposals(tools, context).on(tip, message, attempt);
    }

    /** A proposal on the branch, or where it waits; one of nothing, and one that is only to be looked at, stays what it is. */
    private Step settled(Proposal proposal) throws IOException, InterruptedException {
        if (proposal.commits().isEmpty() || message.patch().options().dryRun()) {
            return new Step.Ended(
                    succeeded(new Proposal(proposal.base(), List.of(), proposal.changes(), proposal.report())));
        }
        if (attempt.cancellation().reason().equals(Optional.of(Cancellation.Reason.REQUESTED))) {
            return new Step.Ended(CommandEnding.cancelled(Cancellation.Reason.REQUESTED, proposal.report()));
        }
        Review review = new Review(context, message);
        Optional<String> why = review.reason(proposal);
        return why.isPresent()
                ? review.putUp(proposal, why.get())
                : new Landing(tools, context, message, attempt.cancellation()).land(proposal);
    }

    private Outcome succeeded(Proposal proposal) {
        return new Outcome.Succeeded(new Reports(context.settings())
                .of(proposal, Reports.Whereabouts.onBranch(proposal.commits(), message.run())));
    }

    private Outcome conflict(List<String> paths, int rounds) {
        List<String> details = new ArrayList<>(paths);
        if (details.isEmpty()) {
            details.add("the branch " + context.settings().branch() + " was set to other commits meanwhile");
        }
        String when = rounds == 1
                ? "while the patch was carried out, and its commands have the network and must not run twice: "
                : "each of the " + rounds + " times that the patch was carried out: ";
        String summary = "others changed the same places of the branch " + when + String.join(", ", details);
        return Step.failed(ErrorCode.CONFLICT, summary, details, RunReport.NOTHING)
                .outcome();
    }
}

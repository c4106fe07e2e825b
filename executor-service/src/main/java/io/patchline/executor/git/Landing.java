package io.patchline.executor.git;

import io.patchline.executor.actions.CommandEnding;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a proposal to the branch: the push that finds the branch where the proposal was made is the moment at which the patch takes effect. One that others have moved is looked at for what another
 * executor did of the same run, and the proposal is moved over.
 */
final class Landing {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 7;

    private static final Logger LOG = LoggerFactory.getLogger(Landing.class);

    private final BranchTools tools;
    private final PlaceContext context;
    private final PatchMessage message;
    private final Cancellation cancellation;
    private int unanswered;

    /** @param cancellation heeded as long as the commit is known not to be on the branch */
    Landing(BranchTools tools, PlaceContext context, PatchMessage message, Cancellation cancellation) {
        this.tools = tools;
        this.context = context;
        this.message = message;
        this.cancellation = cancellation;
    }

    /** Until the proposal is on the branch, or must be made anew, or has another end. */
    Step land(Proposal first) throws IOException, InterruptedException {
        Step next = new Step.Proposed(first);
        while (next instanceof Step.Proposed again
                && !again.proposal().commits().isEmpty()) {
            next = pushed(again.proposal());
        }
        return next;
    }

    private Step pushed(Proposal proposal) throws IOException, InterruptedException {
        Remote.Update update = Remote.Update.ofBranch(
                context.settings().branch(), Optional.of(proposal.base()), Optional.of(proposal.last()));
        PushResult result;
        try {
            result = context.push(List.of(update));
        } catch (RepositoryAwayException e) {
            // Whether it arrived is seen on the branch, once that can be seen.
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("A push has no answer");
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(unanswered++, MOST_DOUBLINGS));
            Deadline.none().pause(pause);
            return movedOver(proposal);
        }
        return switch (result) {
            case PushResult.Done done -> landed(proposal);
            case PushResult.Refused refused -> refused(proposal, refused.why());
            case PushResult.Moved moved -> movedOver(proposal);
        };
    }

    private Step refused(Proposal proposal, String why) {
        return Step.failed(
                ErrorCode.PUSH_REFUSED,
                "the repository refuses the push to " + context.settings().branch() + ": " + why
                        + context.fence().adviceIfRefused(why),
                List.of(why),
                proposal.report());
    }

    /** The proposal on what the branch is at now. */
    private Step movedOver(Proposal proposal) throws IOException, InterruptedException {
        String tip = context.tipBesideCommits(new Cancellation());
        Optional<RunSearch.Found> other = meanwhile(proposal, tip);
        if (other.isPresent()) {
            return new Step.Ended(new FoundCommits(context).outcome(other.get(), proposal.report()));
        }
        Optional<Outcome> ended = new KnownEnd(context, message).recorded(tip, proposal.report());
        if (ended.isPresent()) {
            return new Step.Ended(ended.get());
        }
        if (cancellation.reason().equals(Optional.of(Cancellation.Reason.REQUESTED))) {
            return new Step.Ended(CommandEnding.cancelled(Cancellation.Reason.REQUESTED, proposal.report()));
        }
        context.limits().hasNoEffect();
        Optional<Step> stale =
                new Staleness(context).of(message.patch().commitOptions().base(), tip, proposal.report());
        return stale.isPresent()
                ? stale.get()
                : new Review(context, message).ofMoved(new Moving(tools, context).over(proposal, tip));
    }

    /** What this run did elsewhere, or another run of the patch since the proposal was made: an executor that was taken for dead, or the replay. */
    private Optional<RunSearch.Found> meanwhile(Proposal proposal, String tip)
            throws IOException, InterruptedException {
        Optional<RunSearch.Found> same = context.search().on(tip, message, false);
        if (same.isPresent()) {
            return same;
        }
        Optional<RunSearch.Found> any = context.search().on(tip, message, true);
        // What was there before may have been taken back by hand, and the replay is to do it again.
        boolean before =
                any.isEmpty() || context.repository().isAncestor(any.get().last(), proposal.base());
        return before ? Optional.empty() : any;
    }

    private Step landed(Proposal proposal) throws IOException, InterruptedException {
        context.repository().name(PlaceContext.TIP, proposal.last());
        return new Step.Ended(new Outcome.Succeeded(new Reports(context.settings())
                .of(proposal, Reports.Whereabouts.onBranch(proposal.commits(), message.run()))));
    }
}

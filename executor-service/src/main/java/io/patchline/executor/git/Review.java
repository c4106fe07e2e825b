package io.patchline.executor.git;

import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.remote.ReviewBranch;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a proposal up for review, on a branch of its own. */
final class Review {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(Review.class);

    private final PlaceContext context;
    private final PatchMessage message;

    Review(PlaceContext context, PatchMessage message) {
        this.context = context;
        this.message = message;
    }

    String branch() {
        return ReviewBranch.of(message.patch().id());
    }

    /** Why the proposal waits for a review; empty if it does not. */
    Optional<String> reason(Proposal proposal) {
        return message.patch().commitOptions().review()
                ? Optional.of("the patch asks for a review")
                : context.settings()
                        .review()
                        .reason(context.limits()
                                .heeding(
                                        "looking for what is to be reviewed",
                                        proposal.changes().allPaths()));
    }

    /** Git brings a change to where others have moved its file, and a review may be asked for there. */
    Step ofMoved(Step step) throws IOException, InterruptedException {
        if (!(step instanceof Step.Proposed moved) || moved.proposal().commits().isEmpty()) {
            return step;
        }
        Optional<String> why = reason(moved.proposal());
        return why.isPresent() ? putUp(moved.proposal(), why.get()) : step;
    }

    /** Until the proposal waits on its branch, in the place of an earlier one of the patch. */
    Step putUp(Proposal proposal, String why) throws IOException, InterruptedException {
        while (true) {
            Optional<String> before = context.other(branch(), new Cancellation());
            Optional<Step> kept = before.isPresent() ? kept(before.get(), why, proposal) : Optional.empty();
            if (kept.isPresent()) {
                return kept.get();
            }
            PushResult result = pushed(proposal, before);
            switch (result) {
                case PushResult.Done done -> {
                    Reports.Whereabouts where = where(proposal.commits(), message.run());
                    return new Step.Ended(new Outcome.AwaitingReview(
                            why, until(), new Reports(context.settings()).of(proposal, where)));
                }
                case PushResult.Refused refused -> {
                    return Step.failed(
                            ErrorCode.PUSH_REFUSED,
                            "the repository refuses the branch " + branch() + ": " + refused.why()
                                    + context.fence().adviceIfRefused(refused.why()),
                            List.of(refused.why()),
                            proposal.report());
                }
                case PushResult.Moved moved -> {
                    // Another executor has put it up, or something was there that is not any more: looked at again.
                    Optional<Outcome> end = new KnownEnd(context, message)
                            .at(context.tipBesideCommits(new Cancellation()), proposal.report());
                    if (end.isPresent()) {
                        return new Step.Ended(end.get());
                    }
                }
            }
        }
    }

    /** The end where what is on the branch must stay: this run's own, or a person's. */
    private Optional<Step> kept(String head, String why, Proposal proposal) throws IOException, InterruptedException {
        String unused = context.tipBesideCommits(new Cancellation()); // Read after the head that may follow it.
        Waiting waiting = at(head);
        if (waiting.run() == message.run()) {
            return Optional.of(new Step.Ended(awaiting(head, why, proposal.report())));
        }
        return waiting.isOfPeople() ? Optional.of(byHand(head, proposal.report())) : Optional.empty();
    }

    /** That what people pushed stays where it is, and nothing comes to the branch. */
    Step.Ended byHand(String head, RunReport report) {
        String to = context.settings().branch();
        return Step.failed(
                ErrorCode.CONFLICT,
                "what people pushed onto " + branch() + " cannot be put on " + to
                        + " as it is, and nothing of it is overwritten or lands: merge " + branch()
                        + " by hand, or delete it and replay the patch",
                List.of(branch() + " stays at " + head),
                report);
    }

    /** What was judged cannot land, and what else would land nobody may find out by running it once more. */
    Outcome mustNotRunTwice(String head) {
        String to = context.settings().branch();
        return Step.failed(
                        ErrorCode.STALE,
                        to
                                + " has changed since this was judged, and it cannot be put there as it is. It is not carried out"
                                + " anew, because its commands have the network and must not run twice: merge "
                                + branch() + " into " + to
                                + " by hand; or replay the patch, which runs its commands once more",
                        List.of(branch() + " stays at " + head),
                        RunReport.NOTHING)
                .outcome();
    }

    /** A push without an answer is looked for on its branch, as one that was overtaken. */
    private PushResult pushed(Proposal proposal, Optional<String> before) throws IOException, InterruptedException {
        try {
            return context.push(List.of(Remote.Update.ofBranch(branch(), before, Optional.of(proposal.last()))));
        } catch (RepositoryAwayException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("The push of a branch for review has no answer");
            Deadline.none().pause(PAUSE);
            return new PushResult.Moved();
        }
    }

    /**
     * The outcome of this run, if what waits is of it.
     *
     * @param begins whether it would begin otherwise: then what nobody is known to have made is taken for its own, because people may have pushed anything in its place, and what ran once must not run again
     */
    Optional<Outcome> waiting(String head, boolean begins) throws IOException, InterruptedException {
        int run = at(head).run();
        return run == message.run() || (begins && run == 0)
                ? Optional.of(awaiting(head, "the commit waits for a review", RunReport.NOTHING))
                : Optional.empty();
    }

    /** That this commit waits. */
    Outcome awaiting(String head, String why, RunReport done) throws IOException, InterruptedException {
        Waiting waiting = at(head);
        List<String> commits = waiting.commits();
        Optional<String> before = waiting.wasSetBack()
                ? context.repository().parentOf(commits.getFirst())
                : context.repository().commonOf(tip(), head);
        RunReport report =
                new FoundCommits(context).report(before, commits, where(commits, Math.max(1, waiting.run())), done);
        return new Outcome.AwaitingReview(why, until(), report);
    }

    /** What waits there, beside the branch as it was fetched last. */
    Waiting at(String head) throws IOException, InterruptedException {
        return Waiting.of(context.history(), message.patch().id(), head, tip());
    }

    private String tip() throws IOException {
        return context.repository()
                .at(PlaceContext.TIP)
                .orElseThrow(() -> new IllegalStateException("the branch is fetched before what waits is looked at"));
    }

    /** From now on, whatever a commit says of its time: people write that. */
    private Instant until() {
        return context.now().plus(context.settings().reviewWithin());
    }

    private Reports.Whereabouts where(List<String> commits, int run) {
        return new Reports.Whereabouts(commits, run, Optional.of(branch()), Optional.empty());
    }
}

package io.patchline.executor.git;

import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.tree.History;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
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
                        .reason(proposal.changes().files().stream()
                                .map(file -> file.path())
                                .toList());
    }

    /** Until the proposal waits on its branch, in the place of an earlier one of the patch. */
    Step putUp(Proposal proposal, String why) throws IOException, InterruptedException {
        while (true) {
            Optional<String> before = context.other(branch(), new Cancellation());
            Optional<Outcome> waiting =
                    before.isPresent() ? waiting(before.get(), why, proposal.report()) : Optional.empty();
            if (waiting.isPresent()) {
                return new Step.Ended(waiting.get());
            }
            PushResult result = pushed(proposal, before);
            switch (result) {
                case PushResult.Done done -> {
                    Reports.Whereabouts where = where(proposal.commits(), message.run());
                    return new Step.Ended(new Outcome.AwaitingReview(
                            why, until(proposal.last()), new Reports(context.settings()).of(proposal, where)));
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

    /** The outcome of this run, if what waits is a commit of it. */
    Optional<Outcome> waiting(String head, String why, RunReport done) throws IOException, InterruptedException {
        int run = runOf(head);
        return run == message.run() ? Optional.of(awaiting(head, why, done)) : Optional.empty();
    }

    /** That this commit waits. */
    Outcome awaiting(String head, String why, RunReport done) throws IOException, InterruptedException {
        List<String> commits = commits(head);
        RunReport report = new FoundCommits(context).report(commits, where(commits, Math.max(1, runOf(head))), done);
        return new Outcome.AwaitingReview(why, until(head), report);
    }

    /** The commits that wait, the oldest first: those of the same run that lead to this one, and what people have pushed onto them. */
    List<String> commits(String head) throws IOException, InterruptedException {
        List<String> ofRun = context.history().before(head, GitReport.MOST_COMMITS, RunTrailers.RUN).stream()
                .takeWhile(entry -> runOf(entry) > 0)
                .map(History.Entry::commit)
                .toList()
                .reversed();
        if (!ofRun.isEmpty()) {
            return ofRun;
        }
        Optional<String> tip = context.repository().at(PlaceContext.TIP);
        List<String> all = tip.isPresent() ? context.history().between(tip.get(), head) : List.of();
        return all.isEmpty() || all.size() > GitReport.MOST_COMMITS ? List.of(head) : all;
    }

    /** The run that made what waits; 0 if no run did. */
    int runOf(String head) throws IOException, InterruptedException {
        List<String> waiting = commits(head);
        return context.history().before(head, waiting.size(), RunTrailers.RUN).stream()
                .filter(entry -> waiting.contains(entry.commit()))
                .mapToInt(this::runOf)
                .filter(run -> run > 0)
                .findFirst()
                .orElse(0);
    }

    private int runOf(History.Entry entry) {
        return RunTrailers.numberOf(entry.trailer(), message.patch().id());
    }

    private Instant until(String head) throws IOException, InterruptedException {
        long committed =
                context.history().before(head, 1, RunTrailers.RUN).getFirst().committedAt();
        return Instant.ofEpochSecond(committed).plus(context.settings().reviewWithin());
    }

    private Reports.Whereabouts where(List<String> commits, int run) {
        return new Reports.Whereabouts(commits, run, Optional.of(branch()), Optional.empty());
    }
}

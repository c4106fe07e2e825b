package io.patchline.executor.git;

import io.patchline.executor.git.remote.RunTrailers;
import io.patchline.executor.git.tree.Changes;
import io.patchline.executor.git.tree.History;
import io.patchline.executor.git.tree.TreeRefusedException;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.LoggedCommit;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is reported of commits: those on the branch already, which another executor made or this one before it died, and those that wait for a review. */
final class FoundCommits {
    /** People may have brought a whole history with them. */
    private static final int MOST_READ = 10_000;

    private final PlaceContext context;

    FoundCommits(PlaceContext context) {
        this.context = context;
    }

    /** @param done what this executor did of the run itself, which came to nothing */
    Outcome outcome(RunSearch.Found found, RunReport done) throws IOException, InterruptedException {
        return new Outcome.Succeeded(
                report(found.commits(), Reports.Whereabouts.onBranch(found.commits(), found.run()), done));
    }

    RunReport report(List<String> commits, Reports.Whereabouts where, RunReport done)
            throws IOException, InterruptedException {
        return report(context.repository().parentOf(commits.getFirst()), commits, where, done);
    }

    /** @param before what the commits are compared with; empty if they are not */
    RunReport report(Optional<String> before, List<String> commits, Reports.Whereabouts where, RunReport done)
            throws IOException, InterruptedException {
        List<String> notes = new ArrayList<>(done.notes());
        Changes changes = Changes.NONE;
        try {
            if (before.isPresent()) {
                changes = context.changes().between(before.get(), commits.getLast());
            }
        } catch (TreeRefusedException e) {
            notes.add(String.valueOf(e.getMessage()));
        }
        RunReport report =
                new RunReport(done.elapsed(), done.commands(), List.of(), Optional.empty(), notes, done.omitted());
        return new Reports(context.settings()).of(report, before, changes, where);
    }

    /** The same outcome, with what its commits say if they wait for a review: an approval brings all of that to the branch. */
    Outcome logged(Outcome outcome, PatchId patch) throws IOException, InterruptedException {
        Optional<GitReport> git = outcome.report().git();
        if (!(outcome instanceof Outcome.AwaitingReview waiting)
                || git.isEmpty()
                || git.get().all().isEmpty()) {
            return outcome;
        }
        return new Outcome.AwaitingReview(
                waiting.summary(),
                waiting.until(),
                waiting.report().with(git.get().with(log(git.get(), patch))));
    }

    private List<LoggedCommit> log(GitReport git, PatchId patch) throws IOException, InterruptedException {
        List<CommitId> commits = git.all();
        List<History.Said> said =
                context.history().said(commits.stream().map(CommitId::value).toList());
        Map<String, Integer> runs = runs(git, patch);
        List<LoggedCommit> log = new ArrayList<>();
        for (int i = 0; i < commits.size(); i++) {
            History.Said of = said.get(i);
            log.add(new LoggedCommit(
                    commits.get(i),
                    of.author(),
                    Optional.ofNullable(runs.get(commits.get(i).value())),
                    of.message(),
                    of.cut() ? 1 : 0));
        }
        return log;
    }

    /** By commit, the number of the run that made it. */
    private Map<String, Integer> runs(GitReport git, PatchId patch) throws IOException, InterruptedException {
        Map<String, Integer> runs = new HashMap<>();
        if (git.base().isEmpty() || git.commit().isEmpty()) {
            return runs;
        }
        for (History.Entry entry : context.history()
                .between(git.base().get().value(), git.commit().get().value(), MOST_READ, RunTrailers.RUN)) {
            int run = RunTrailers.numberOf(entry.trailer(), patch);
            if (run > 0 && entry.committer().equals(CommitMessages.ADDRESS)) {
                runs.put(entry.commit(), run);
            }
        }
        return runs;
    }
}

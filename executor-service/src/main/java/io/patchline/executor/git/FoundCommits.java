package io.patchline.executor.git;

import io.patchline.executor.git.tree.Changes;
import io.patchline.executor.git.tree.TreeRefusedException;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outcome of a run whose commits are on the branch already: another executor made them, or this one before it died. */
final class FoundCommits {
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
                changes = context.changes().found(before.get(), commits.getLast());
            }
            if (!changes.whole()) {
                notes.add("more files are changed than are counted here");
            }
        } catch (TreeRefusedException e) {
            notes.add(String.valueOf(e.getMessage()));
            changes = Changes.UNTOLD;
        }
        RunReport report =
                new RunReport(done.elapsed(), done.commands(), List.of(), Optional.empty(), notes, done.omitted());
        return new Reports(context.settings()).of(report, before, changes, where);
    }
}

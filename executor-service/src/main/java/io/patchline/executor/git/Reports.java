package io.patchline.executor.git;

import io.patchline.executor.git.tree.Changes;
import io.patchline.outcome.BoundedReport;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Omitted;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import java.util.List;
import java.util.Optional;

/** What is reported of a run on a branch: commands as they ran, files and diff as git sees them. */
final class Reports {
    private final GitSettings settings;

    Reports(GitSettings settings) {
        this.settings = settings;
    }

    /**
     * Where the commits of a run are.
     *
     * @param commits the oldest first; none where nothing was changed, in a dry run and after a rejection
     * @param run the number of the run that made them
     */
    record Whereabouts(List<String> commits, int run, Optional<String> reviewBranch, Optional<String> approvedBy) {
        /** On the branch itself. */
        static Whereabouts onBranch(List<String> commits, int run) {
            return new Whereabouts(commits, run, Optional.empty(), Optional.empty());
        }
    }

    RunReport of(Proposal proposal, Whereabouts where) {
        return of(proposal.report(), Optional.of(proposal.base()), proposal.changes(), where);
    }

    /** Of a run that brings nothing to the branch. */
    RunReport withoutCommit(RunReport done, int run) {
        return of(done, Optional.empty(), Changes.NONE, Whereabouts.onBranch(List.of(), run));
    }

    RunReport of(RunReport done, Optional<String> base, Changes changes, Whereabouts where) {
        BoundedReport report = new BoundedReport();
        done.commands().forEach(report::add);
        done.notes().forEach(report::note);
        report.omit(done.omitted().orElse(Omitted.NOTHING));
        report.omit(new Omitted(0, 0, changes.more(), changes.leftOut(), 0));
        report.add(changes.files(), changes.diff());
        List<CommitId> commits = where.commits().stream().map(CommitId::new).toList();
        report.git(new GitReport(
                settings.name(),
                settings.branch(),
                base.map(CommitId::new),
                commits.isEmpty() ? Optional.empty() : Optional.of(commits.getLast()),
                commits.size() > 1 ? commits : List.of(),
                changes.isEmpty() ? GitReport.Changes.NONE : GitReport.Changes.FILES,
                where.run(),
                where.reviewBranch(),
                where.approvedBy()));
        return report.report(done.elapsed());
    }
}

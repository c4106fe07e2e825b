package io.patchline.executor.git;

import io.patchline.executor.git.tree.Changes;
import io.patchline.outcome.RunReport;
import java.util.List;

/**
 * What a run would do to the branch.
 *
 * @param base the tip that it was made on
 * @param commits the oldest first; none where nothing is changed
 * @param changes between the base and the last commit
 * @param report of what was run to make it
 */
record Proposal(String base, List<String> commits, Changes changes, RunReport report) {
    Proposal {
        commits = List.copyOf(commits);
    }

    String last() {
        return commits.getLast();
    }

    /** The same as other commits at another place. */
    Proposal at(String tip, List<String> moved, Changes there) {
        return new Proposal(tip, moved, there, report);
    }
}

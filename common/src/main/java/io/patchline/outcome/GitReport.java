package io.patchline.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.patchline.patch.CommitId;
import io.patchline.patch.WorkspaceName;
import java.util.List;
import java.util.Optional;

/**
 * What became of an attempt in the repository of its workspace. Files and diff of the {@link RunReport} are then as git sees them, whether file actions
 * or commands changed them.
 *
 * @param branch the workspace's branch, without {@code refs/heads/}
 * @param base what the branch was at when the attempt began
 * @param commit the commit on {@code branch}, or on {@code reviewBranch} while it waits for a review; absent where nothing was changed, in a dry run, and
 *     where it was rejected
 * @param commits all of them, the oldest first, the last of them {@code commit}; none where there is at most one: at most {@value #MOST_COMMITS}
 * @param changes whether anything was changed
 * @param run the number of the run that made the commit, as its trailer {@code Patchline-Run} says: an earlier one where an approved commit came to the
 *     branch, or what an executor did that died is found there
 * @param reviewBranch the branch on which the commit waits for a review
 * @param approvedBy the name of the credential that approved it
 */
public record GitReport(
        WorkspaceName workspace,
        String branch,
        Optional<CommitId> base,
        Optional<CommitId> commit,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<CommitId> commits,

        Changes changes,
        int run,
        Optional<String> reviewBranch,
        Optional<String> approvedBy) {
    /** The most commits of one patch: that many patches are taken back at once. */
    public static final int MOST_COMMITS = 100;

    /** What it takes at most, in bytes of JSON: names of branches have at most 255 bytes. */
    static final int MOST_BYTES = 16 << 10;

    /** Whether anything was changed. */
    public enum Changes {
        @JsonProperty("none")
        NONE,
        @JsonProperty("files")
        FILES,
    }

    /**
     * @throws IllegalArgumentException if there are too many commits, or no run has this number
     */
    public GitReport {
        commits = List.copyOf(commits);
        if (commits.size() > MOST_COMMITS || run < 1) {
            throw new IllegalArgumentException(
                    "at most " + MOST_COMMITS + " commits, and runs count from 1: " + commits.size() + ", " + run);
        }
    }

    /** All commits, the oldest first. */
    public List<CommitId> all() {
        return commits.isEmpty() ? commit.stream().toList() : commits;
    }
}

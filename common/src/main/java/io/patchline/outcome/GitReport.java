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
 * @param log what the commits say that wait for a review, the oldest first; none where nothing waits
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
        Optional<String> approvedBy,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<LoggedCommit> log) {
    /** The most commits of one patch: that many patches are taken back at once. */
    public static final int MOST_COMMITS = 100;

    /** What it takes at most without the log, in bytes of JSON: names of branches have at most 255 bytes. */
    static final int MOST_BYTES = 16 << 10;

    /** What the log may take, in bytes of JSON. */
    static final int MOST_LOG_BYTES = 64 << 10;

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
        log = List.copyOf(log);
        if (commits.size() > MOST_COMMITS || run < 1) {
            throw new IllegalArgumentException(
                    "at most " + MOST_COMMITS + " commits, and runs count from 1: " + commits.size() + ", " + run);
        }
    }

    /** Of what does not wait for a review. */
    public GitReport(
            WorkspaceName workspace,
            String branch,
            Optional<CommitId> base,
            Optional<CommitId> commit,
            List<CommitId> commits,
            Changes changes,
            int run,
            Optional<String> reviewBranch,
            Optional<String> approvedBy) {
        this(workspace, branch, base, commit, commits, changes, run, reviewBranch, approvedBy, List.of());
    }

    /** The same, with what its commits say. */
    public GitReport with(List<LoggedCommit> entries) {
        return new GitReport(workspace, branch, base, commit, commits, changes, run, reviewBranch, approvedBy, entries);
    }

    /** The same, with as much of the log as it may take. */
    GitReport withinLimit() {
        return log.isEmpty() ? this : with(LoggedCommit.within(log, MOST_LOG_BYTES));
    }

    /** What the log takes, in bytes of JSON. */
    long logBytes() {
        return log.stream().mapToLong(LoggedCommit::jsonSize).sum();
    }

    /** All commits, the oldest first. */
    public List<CommitId> all() {
        return commits.isEmpty() ? commit.stream().toList() : commits;
    }
}

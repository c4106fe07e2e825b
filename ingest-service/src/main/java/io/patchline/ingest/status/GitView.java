package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.outcome.GitReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import io.patchline.patch.WorkspaceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a patch did to the repository of its workspace, as fields of its view.
 *
 * @param workspace in which it was carried out, or that it names
 * @param branch of the workspace
 * @param commit that it made: on the branch, or where it waits for a review
 * @param commits all of them where they are several, the oldest first
 * @param changes whether it changed anything
 * @param approvedBy the name of the credential that approved it
 * @param review while it waits for one
 * @param decision what was decided of its commit, {@code approve} or {@code reject}, until that is carried out
 * @param reverts the patches that it takes back
 * @param revertedBy the patches that took it back
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record GitView(
        Optional<WorkspaceName> workspace,
        Optional<String> branch,
        Optional<CommitId> commit,
        List<CommitId> commits,
        Optional<GitReport.Changes> changes,
        @JsonProperty("approved_by") Optional<String> approvedBy,
        Optional<Review> review,
        Optional<String> decision,
        List<PatchId> reverts,
        @JsonProperty("reverted_by") List<PatchId> revertedBy) {

    /**
     * What somebody is to judge.
     *
     * @param commit the one to name when it is approved
     * @param branch where it waits
     * @param until when it is rejected if nobody has judged it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Review(Optional<CommitId> commit, Optional<String> branch, Instant until) {}

    /**
     * @param story of a patch whose own message is known
     */
    static GitView of(PatchStory story) {
        AcceptedPatch origin = story.origin().orElseThrow();
        Optional<GitReport> git = story.ending().flatMap(RunEnd::git);
        return new GitView(
                git.map(GitReport::workspace).or(origin::workspace),
                git.map(GitReport::branch),
                git.flatMap(GitReport::commit),
                git.map(GitReport::commits).orElse(List.of()),
                git.map(GitReport::changes),
                git.flatMap(GitReport::approvedBy),
                story.ending()
                        .flatMap(RunEnd::reviewUntil)
                        .map(until -> new Review(
                                git.flatMap(GitReport::commit), git.flatMap(GitReport::reviewBranch), until)),
                story.pendingDecision(),
                origin.reverts(),
                story.revertedBy());
    }
}

package io.patchline.ingest.reading;

import io.patchline.message.WorkspaceInfo;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.Patch;
import io.patchline.patch.RunOptions.OnFailure;
import io.patchline.patch.WorkspaceName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a patch may ask of its workspace, as far as the executors that are there tell of theirs. */
public final class WorkspaceRules {
    private WorkspaceRules() {}

    /**
     * Why the patch cannot be carried out; empty where it can, or where no executor is there that tells: the one that takes it then looks itself.
     *
     * @param known the workspaces that there are
     */
    public static Optional<Problem> refusal(Patch patch, List<WorkspaceInfo> known) {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        WorkspaceName name = patch.workspace()
                .orElseGet(() -> known.size() == 1 ? known.getFirst().name() : WorkspaceName.DEFAULT);
        return known.stream()
                .filter(workspace -> workspace.name().equals(name))
                .findFirst()
                .map(workspace -> workspace.isGit() ? ofGit(patch, name) : ofDirectory(patch, name, known))
                .orElseGet(() -> Optional.of(unknown(patch, name, known)));
    }

    private static Problem unknown(Patch patch, WorkspaceName name, List<WorkspaceInfo> known) {
        String detail = patch.workspace().isPresent()
                ? "No executor has a workspace \"" + name + "\"."
                : "There are several workspaces and none is named \"" + name + "\": say in which one.";
        return new Problem(ErrorCode.UNKNOWN_WORKSPACE, "/workspace", detail + " There are: " + names(known) + ".");
    }

    private static Optional<Problem> ofGit(Patch patch, WorkspaceName name) {
        return patch.options().onFailure() == OnFailure.KEEP
                ? Optional.of(new Problem(
                        ErrorCode.INVALID_PATCH,
                        "/onFailure",
                        "Must not be \"keep\" in the git workspace \"" + name
                                + "\": what a patch that fails did there is thrown away. Leave it out."))
                : Optional.empty();
    }

    private static Optional<Problem> ofDirectory(Patch patch, WorkspaceName name, List<WorkspaceInfo> known) {
        CommitOptions commit = patch.commitOptions();
        String field = commit.base().isPresent() ? "base" : "review";
        if (commit.base().isEmpty() && !commit.review()) {
            return Optional.empty();
        }
        List<WorkspaceInfo> git = known.stream().filter(WorkspaceInfo::isGit).toList();
        return Optional.of(new Problem(
                ErrorCode.INVALID_PATCH,
                "/" + field,
                "Needs a git workspace, and \"" + name + "\" is a directory. "
                        + (git.isEmpty()
                                ? "There is none; leave it out."
                                : "Name one in \"workspace\": " + names(git) + ".")));
    }

    private static String names(List<WorkspaceInfo> workspaces) {
        return workspaces.stream()
                .map(workspace -> "\"" + workspace.name() + "\"")
                .collect(Collectors.joining(", "));
    }
}

package io.patchline.executor.actions;

import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.patch.WorkspaceName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stands for a workspace that this executor does not have: all executors should have the same.
 *
 * @param known those that it has
 */
record UnknownWorkspace(WorkspaceName name, Set<WorkspaceName> known) implements RunWorkspace {

    @Override
    public Outcome carryOut(PatchMessage message, AttemptContext attempt) {
        String names = known.stream().map(WorkspaceName::value).collect(Collectors.joining(", "));
        String summary = "this executor has no workspace " + name + "; it has " + names;
        String detail = summary
                + ". Configure all executors with the same workspaces, then replay the patch; or name one of these.";
        return new Outcome.Refused(
                ErrorCode.UNKNOWN_WORKSPACE,
                summary,
                List.of(new Problem(ErrorCode.UNKNOWN_WORKSPACE, "/workspace", detail)));
    }

    @Override
    public Optional<Outcome> endOfEarlier(EarlierAttempts earlier) {
        return Optional.empty();
    }

    @Override
    public boolean leavesNothingBehind() {
        return true;
    }

    @Override
    public void settle(Outcome outcome, Path journals) {}
}

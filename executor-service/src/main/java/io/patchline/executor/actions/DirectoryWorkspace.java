package io.patchline.executor.actions;

import io.patchline.executor.process.CommandRunner;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A directory that runs change in place: what an attempt did to files can be undone as long as its journals are there. */
public final class DirectoryWorkspace implements RunWorkspace {
    /** A patch whose executors died this often while they carried it out is not tried again, whatever it says of itself. */
    static final int MOST_DEATHS = 3;

    private final ActionSequence actions;
    private final FileSteps files;

    private DirectoryWorkspace(ActionSequence actions, FileSteps files) {
        this.actions = actions;
        this.files = files;
    }

    /** Runs at this place, with this runner for commands. */
    public static DirectoryWorkspace at(WorkspacePlace place, CommandRunner runner, CommandRules rules) {
        FileSteps files = FileSteps.in(place);
        return new DirectoryWorkspace(new ActionSequence(place, files, runner, rules), files);
    }

    @Override
    public Outcome carryOut(PatchMessage message, AttemptContext attempt) throws InterruptedException {
        Optional<Outcome> refusal = refusal(message);
        return refusal.isPresent() ? refusal.get() : actions.carryOut(message.patch(), attempt);
    }

    /** What only a branch can do must not be left out silently. */
    private static Optional<Outcome> refusal(PatchMessage message) {
        Patch patch = message.patch();
        boolean reverts = patch.actions().stream().anyMatch(PatchAction.Revert.class::isInstance);
        String what = message.decision().isPresent()
                ? "a review's decision"
                : reverts
                        ? "a revert"
                        : patch.commitOptions().review()
                                ? "review"
                                : patch.commitOptions().base().isPresent() ? "base" : "";
        if (what.isEmpty()) {
            return Optional.empty();
        }
        String detail = what + " needs a git workspace; this one is a directory";
        return Optional.of(new Outcome.Refused(
                ErrorCode.INVALID_PATCH, detail, List.of(new Problem(ErrorCode.INVALID_PATCH, "", detail))));
    }

    @Override
    public Optional<Outcome> endOfEarlier(EarlierAttempts earlier) throws InterruptedException {
        Patch patch = earlier.message().patch();
        if (earlier.deaths() > 0) {
            List<String> notUndone = undo(earlier);
            if (!notUndone.isEmpty() || !mayRunAgain(patch, earlier.deaths())) {
                return Optional.of(interrupted(earlier.deaths(), notUndone));
            }
        }
        return earlier.beforeMemory() ? Optional.of(beforeMemory()) : Optional.empty();
    }

    /** Where a run failed this is done already: what could not be undone then is still in the journals, for a person. */
    @Override
    public void settle(Outcome outcome, Path journals) throws InterruptedException {
        if (outcome instanceof Outcome.Succeeded) {
            files.commit(journals);
        }
    }

    @Override
    public boolean leavesNothingBehind() {
        return false;
    }

    /** What an attempt left half done is undone before anything else, unless the patch wants it kept. */
    private List<String> undo(EarlierAttempts earlier) throws InterruptedException {
        Patch patch = earlier.message().patch();
        if (patch.options().onFailure() == RunOptions.OnFailure.KEEP && !mayRunAgain(patch, earlier.deaths())) {
            files.commit(earlier.journals());
            return List.of();
        }
        return files.rollBack(earlier.journals(), earlier.cancellation());
    }

    private static boolean mayRunAgain(Patch patch, int deaths) {
        boolean harmless = patch.options().idempotent()
                || patch.actions().stream().noneMatch(PatchAction.RunCommand.class::isInstance);
        return harmless && deaths < MOST_DEATHS;
    }

    private static Outcome beforeMemory() {
        return new Outcome.Interrupted(
                "the message was delivered before, and is older than what the ledger remembers: whether the patch was carried out is not known",
                RunReport.NOTHING);
    }

    private static Outcome interrupted(int deaths, List<String> notUndone) {
        String died = deaths == 1 ? "the executor died" : deaths + " executors died";
        String files = notUndone.isEmpty() ? "" : "; not undone: " + String.join("; ", notUndone);
        return new Outcome.Interrupted(
                died + " while the patch was carried out: it may have half happened" + files, RunReport.NOTHING);
    }
}

package io.patchline.executor.actions;

import io.patchline.executor.directory.LockedDirectory;
import io.patchline.executor.files.FileResult;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.process.StepEndedException;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Patch;
import io.patchline.patch.RunOptions.OnFailure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The actions of a patch, carried out one after the other until one fails; then what they did to files is undone, unless it shall be kept. */
public final class ActionSequence {
    private static final Logger LOG = LoggerFactory.getLogger(ActionSequence.class);

    private final WorkspacePlace place;
    private final FileSteps files;
    private final CommandRunner runner;
    private final CommandRules rules;

    /**
     * @param files of the same place
     */
    ActionSequence(WorkspacePlace place, FileSteps files, CommandRunner runner, CommandRules rules) {
        this.place = place;
        this.files = files;
        this.runner = runner;
        this.rules = rules;
    }

    /** For a place of which nobody else changes files at the same time. */
    public static ActionSequence in(WorkspacePlace place, CommandRunner runner, CommandRules rules) {
        return new ActionSequence(place, FileSteps.in(place), runner, rules);
    }

    /**
     * Carries the actions out. File changes stay in the journals until {@link FileSteps#commit}. A defect of ours is an outcome like any other: it must not strand the patch.
     *
     * @throws InterruptedException if the executor ends while it waits for its disk
     */
    public Outcome carryOut(Patch patch, AttemptContext attempt) throws InterruptedException {
        Optional<Outcome> refusal = rules.refusal(patch);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        AttemptRecord done = new AttemptRecord();
        for (ActionGroup group : ActionGroup.of(patch.actions())) {
            Optional<Outcome> end = carryOutOrFail(group, patch, attempt, done);
            if (end.isPresent() && !place.lasting()) {
                return end.get();
            }
            if (end.isPresent()) {
                return patch.options().onFailure() == OnFailure.KEEP
                        ? kept(end.get(), attempt)
                        : rolledBack(end.get(), attempt, done);
            }
        }
        return new Outcome.Succeeded(done.report());
    }

    private Optional<Outcome> carryOutOrFail(ActionGroup group, Patch patch, AttemptContext attempt, AttemptRecord done)
            throws InterruptedException {
        try {
            return carryOut(group, patch, attempt, done);
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).addKeyValue("patch", patch.id()).log("A defect ended an attempt");
            String summary = "a defect of Patchline (" + e.getClass().getSimpleName()
                    + ") ended the patch, which may have half happened; the executor's log has more";
            return Optional.of(new Outcome.Failed(ErrorCode.INTERNAL_ERROR, summary, List.of(), done.report()));
        }
    }

    /** The outcome, if the patch ends with this group. */
    private Optional<Outcome> carryOut(ActionGroup group, Patch patch, AttemptContext attempt, AttemptRecord done)
            throws InterruptedException {
        Optional<Cancellation.Reason> reason = attempt.cancellation().reason();
        if (reason.isPresent()) {
            return Optional.of(CommandEnding.cancelled(reason.get(), done.report()));
        }
        return switch (group) {
            case ActionGroup.FileChanges changes -> change(changes, patch, attempt, done);
            case ActionGroup.Command command ->
                patch.options().dryRun() ? Optional.empty() : run(command, patch, attempt, done);
        };
    }

    private Optional<Outcome> change(
            ActionGroup.FileChanges changes, Patch patch, AttemptContext attempt, AttemptRecord done)
            throws InterruptedException {
        FileResult result;
        try {
            result = files.apply(changes, patch, attempt);
        } catch (StepEndedException ended) {
            return Optional.of(
                    CommandEnding.fileChangesEnded(ended, patch.options().timeout(), done.report()));
        }
        switch (result) {
            case FileResult.Applied applied -> {
                if (place.lasting()) {
                    done.add(applied.files(), applied.diff());
                }
                applied.notes().forEach(done::note);
            }
            case FileResult.WouldApply would -> {
                done.add(would.files(), would.diff());
                would.notes().forEach(done::note);
            }
            case FileResult.Rejected rejected -> {
                return Optional.of(
                        new Outcome.Failed(rejected.code(), rejected.summary(), rejected.problems(), done.report()));
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> run(
            ActionGroup.Command command, Patch patch, AttemptContext attempt, AttemptRecord done) {
        // Commands of other patches may run there, too.
        LockedDirectory.unlock(place.directory());
        ProcessResult result = runner.run(rules.request(command, patch, attempt, place));
        LockedDirectory.unlock(place.directory());
        done.add(CommandEnding.reported(command.firstIndex(), result));
        CommandAdvice.remaining(result).ifPresent(done::note);
        return CommandEnding.ends(result, patch.options().timeout(), rules.hasNetwork(patch), done.report());
    }

    /** A retry then begins with the files as they are. */
    private Outcome kept(Outcome end, AttemptContext attempt) throws InterruptedException {
        files.commit(attempt.journals());
        return end;
    }

    private Outcome rolledBack(Outcome end, AttemptContext attempt, AttemptRecord done) throws InterruptedException {
        List<String> failures = files.rollBack(attempt.journals(), attempt.cancellation());
        return failures.isEmpty() ? done.rolledBack(end) : done.notRolledBack(end, failures);
    }
}

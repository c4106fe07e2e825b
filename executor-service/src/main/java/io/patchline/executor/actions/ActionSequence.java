package io.patchline.executor.actions;

import io.patchline.executor.files.FileActions;
import io.patchline.executor.files.FileLimits;
import io.patchline.executor.files.FileResult;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.process.StepEndedException;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Patch;
import io.patchline.patch.RunOptions.OnFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The actions of a patch, carried out one after the other until one fails; then what they did to files is undone, unless it shall be kept. */
public final class ActionSequence {
    private static final Logger LOG = LoggerFactory.getLogger(ActionSequence.class);

    private final CommandStep commands;
    private final FileSteps files;
    private final CommandRules rules;
    private final boolean lasting;

    private ActionSequence(CommandStep commands, FileSteps files, CommandRules rules, boolean lasting) {
        this.commands = commands;
        this.files = files;
        this.rules = rules;
        this.lasting = lasting;
    }

    /**
     * Carries actions out in this workspace.
     */
    public static ActionSequence in(WorkspacePlace place, CommandRunner runner, CommandRules rules) {
        WorkspaceLock lock = new WorkspaceLock(place.state().resolve("workspace.lock"));
        return new ActionSequence(
                new CommandStep(runner, rules, place),
                new FileSteps(new FileActions(FileLimits.DEFAULT, place.knownAs()), place, lock),
                rules,
                place.lasting());
    }

    /**
     * Carries the actions out. File changes stay in the journals until {@link #commit}. A defect of ours is an outcome like any other: it must not strand the patch.
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
            if (end.isPresent() && !lasting) {
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

    /** Undoes what an attempt whose process died did to files. Returns what could not be undone. */
    public List<String> rollBack(Path journals, Cancellation cancellation) throws InterruptedException {
        return files.rollBack(journals, cancellation);
    }

    /** Makes what was done to files last: for when the outcome is on record. */
    public void commit(Path journals) throws InterruptedException {
        files.commit(journals);
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
                if (lasting) {
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
        ProcessResult result = commands.run(command, patch, attempt);
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
        if (!failures.isEmpty()) {
            return notUndone(end, failures, done.report());
        }
        String undone = done.toldUndone();
        done.undoFiles();
        return withReport(end, undone, done.report());
    }

    /** The outcome with what was undone at the end of its summary. */
    private static Outcome withReport(Outcome outcome, String undone, RunReport report) {
        return switch (outcome) {
            case Outcome.Failed failed ->
                new Outcome.Failed(failed.code(), failed.summary() + undone, failed.problems(), report);
            case Outcome.TimedOut timedOut -> new Outcome.TimedOut(timedOut.summary() + undone, report);
            case Outcome.Cancelled cancelled -> new Outcome.Cancelled(cancelled.summary() + undone, report);
            case Outcome.Interrupted interrupted -> new Outcome.Interrupted(interrupted.summary() + undone, report);
            case Outcome.Succeeded succeeded -> succeeded;
            case Outcome.Refused refused -> refused;
            case Outcome.AwaitingReview awaiting -> awaiting;
            case Outcome.Rejected rejected -> rejected;
        };
    }

    /** The files are not as they were and not as they should be: this is what a person must know first. */
    private static Outcome notUndone(Outcome end, List<String> failures, RunReport report) {
        List<Problem> problems = new ArrayList<>();
        if (end instanceof Outcome.Failed failed) {
            problems.addAll(failed.problems());
        }
        failures.forEach(failure -> problems.add(new Problem(ErrorCode.FILE_REFUSED, "", failure)));
        String why = end instanceof Outcome.Unsuccessful unsuccessful ? unsuccessful.summary() : end.status();
        return new Outcome.Failed(
                ErrorCode.FILE_REFUSED,
                why + "; and " + failures.size() + " of its file changes could not be undone",
                problems,
                report);
    }
}

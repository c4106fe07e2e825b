package io.patchline.executor.actions;

import io.patchline.outcome.BoundedReport;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an attempt has done so far and the outcome of an attempt that failed, within the bounds of a {@link BoundedReport}. For one thread. */
final class AttemptRecord {
    private static final int MOST_NAMED = 5;

    private final long start = System.nanoTime();
    private final BoundedReport done = new BoundedReport();

    /** What a reader must know of how it was done; see {@link RunReport#notes()}. */
    void note(String note) {
        done.note(note);
    }

    void add(CommandResult command) {
        done.add(command);
    }

    void add(List<FileChange> changes, Optional<String> changedLines) {
        done.add(changes, changedLines);
    }

    RunReport report() {
        return done.report(Duration.ofNanos(System.nanoTime() - start));
    }

    /** The outcome after the file changes were undone: they are not part of what was done. */
    Outcome rolledBack(Outcome end) {
        String undone = undone();
        done.undoFiles();
        RunReport report = report();
        return switch (end) {
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

    /** The outcome where files are not as they were and not as they should be: this is what a person must know first. */
    Outcome notRolledBack(Outcome end, List<String> failures) {
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
                report());
    }

    /** The end of a summary that names what is undone; empty if nothing was changed. */
    private String undone() {
        List<FileChange> files = report().files();
        if (files.isEmpty()) {
            return "";
        }
        String names = files.stream()
                .limit(MOST_NAMED)
                .map(file -> file.path().value())
                .collect(Collectors.joining(", "));
        String more = files.size() > MOST_NAMED ? " and " + (files.size() - MOST_NAMED) + " more" : "";
        return "; what it had changed was rolled back: " + names + more;
    }
}

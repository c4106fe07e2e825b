package io.patchline.executor.actions;

import io.patchline.outcome.BoundedReport;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an attempt has done so far, within the bounds of a {@link BoundedReport}. For one thread. */
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

    /** The end of a summary that tells what {@link #undoFiles} takes back; empty if nothing was changed. */
    String toldUndone() {
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

    /** The file changes were undone: they are not part of what was done. */
    void undoFiles() {
        done.undoFiles();
    }

    RunReport report() {
        return done.report(Duration.ofNanos(System.nanoTime() - start));
    }
}

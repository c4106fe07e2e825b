package io.patchline.executor.run;

import io.patchline.outcome.BoundedReport;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an attempt has done so far, within the bounds of a {@link BoundedReport}. For one thread. */
final class AttemptRecord {
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

    /** The file changes were undone: they are not part of what was done. */
    void undoFiles() {
        done.undoFiles();
    }

    RunReport report() {
        return done.report(Duration.ofNanos(System.nanoTime() - start));
    }
}

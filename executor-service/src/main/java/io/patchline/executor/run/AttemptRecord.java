package io.patchline.executor.run;

import io.patchline.outcome.CommandResult;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an attempt has done so far. For one thread. */
final class AttemptRecord {
    private final long start = System.nanoTime();
    private final List<CommandResult> commands = new ArrayList<>();
    private final List<FileChange> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final StringBuilder diff = new StringBuilder();

    /** What a reader must know of how it was done; see {@link RunReport#notes()}. */
    void note(String note) {
        notes.add(note);
    }

    void add(CommandResult command) {
        commands.add(command);
    }

    void add(List<FileChange> changes, Optional<String> changedLines) {
        files.addAll(changes);
        changedLines.ifPresent(diff::append);
    }

    /** The file changes were undone: they are not part of what was done. */
    void undoFiles() {
        files.clear();
        diff.setLength(0);
    }

    RunReport report() {
        return new RunReport(
                Duration.ofNanos(System.nanoTime() - start),
                commands,
                files,
                diff.isEmpty() ? Optional.empty() : Optional.of(diff.toString()),
                notes);
    }
}

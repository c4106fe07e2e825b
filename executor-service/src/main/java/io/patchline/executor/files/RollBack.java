package io.patchline.executor.files;

import io.patchline.executor.diff.Refusal;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the files of a journal back to what they were, whatever has become of them since, and however far the change had come. It can be
 * interrupted at any moment and started again.
 */
final class RollBack {
    private final Workspace workspace;
    private final Journal journal;
    private final WorkspaceWriter writer;
    private final List<FilePath> restored = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private RollBack(Workspace workspace, Journal journal, StepObserver steps) {
        this.workspace = workspace;
        this.journal = journal;
        this.writer = new WorkspaceWriter(workspace, steps);
    }

    /**
     * Undoes what the journal in the directory records, if there is one, and deletes it.
     *
     * @throws IOException if the workspace or the journal cannot be read at all
     */
    static Restoration of(Path workspacePath, Path journalDirectory, StepObserver steps) throws IOException {
        Optional<Journal> journal = Journal.read(journalDirectory);
        Restoration restoration = Restoration.NOTHING;
        if (journal.isPresent()) {
            try (Workspace workspace = Workspace.open(workspacePath)) {
                restoration = new RollBack(workspace, journal.get(), steps).run();
            }
        }
        if (restoration.complete()) {
            Journal.discard(journalDirectory, steps);
        }
        return restoration;
    }

    private Restoration run() throws IOException {
        JournalPlan plan = journal.plan();
        sweep(plan);
        for (JournalPlan.Entry entry : plan.entries()) {
            if (entry.before().isEmpty() && attempt(entry.path(), () -> writer.deleteIfThere(entry.path()))) {
                restored.add(entry.path());
            }
        }
        for (FilePath directory : plan.directories().reversed()) {
            attempt(directory, () -> writer.deleteDirectoryIfEmpty(directory));
        }
        for (int i = 0; i < plan.entries().size(); i++) {
            JournalPlan.Entry entry = plan.entries().get(i);
            if (entry.before().isPresent()) {
                bringBack(entry.path(), journal.before(entry.before().get()), plan.temporary("undo", i));
            }
        }
        writer.force();
        return new Restoration(restored, failures);
    }

    private void sweep(JournalPlan plan) throws IOException {
        for (int i = 0; i < plan.directories().size(); i++) {
            writer.sweep(plan.temporary("dir", i));
        }
        for (int i = 0; i < plan.entries().size(); i++) {
            writer.sweep(plan.temporary("new", i));
            writer.sweep(plan.temporary("undo", i));
        }
    }

    private void bringBack(FilePath path, FileState before, String temporary) {
        if (attempt(path, () -> restore(path, before, temporary))) {
            restored.add(path);
        }
    }

    private void restore(FilePath path, FileState before, String temporary) throws IOException {
        if (!isAlready(path, before)) {
            makeParents(path, temporary);
            writer.put(path, before, temporary);
        }
    }

    private boolean isAlready(FilePath path, FileState before) {
        try {
            return workspace
                    .read(path, before.contents().size())
                    .filter(before::looksLike)
                    .isPresent();
        } catch (Refusal refusal) {
            // Something else is there now; putting the file back will tell whether that can be helped.
            return false;
        }
    }

    /** A command may have deleted the directories too. */
    private void makeParents(FilePath path, String temporary) throws IOException {
        for (FilePath directory : MissingDirectories.above(path, workspace)) {
            writer.makeDirectory(directory, temporary);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private boolean attempt(FilePath path, Step step) {
        try {
            step.run();
            return true;
        } catch (IOException e) {
            failures.add(path + " could not be brought back to what it was: " + e
                    + ". Its former contents, if any, are in " + journal.directory());
            return false;
        }
    }
}

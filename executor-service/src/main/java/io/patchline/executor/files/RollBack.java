package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.directory.Directory;
import io.patchline.executor.directory.FileState;
import io.patchline.executor.directory.LockedDirectory;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the files of a journal back to what they were, however far the change had come. A file that is neither what it was nor what the change made of it was changed by
 * somebody else since: it is left as it is, and told. It can be interrupted at any moment and started again.
 */
final class RollBack {
    private static final String FORMER_CONTENTS = "Its former contents, if any, are in ";

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
            LockedDirectory.unlock(workspacePath);
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
            if (entry.before().isEmpty()) {
                bringBack(entry, () -> writer.deleteIfThere(entry.path()));
            }
        }
        for (FilePath directory : plan.directories().reversed()) {
            attempt(directory, () -> writer.deleteDirectoryIfEmpty(directory));
        }
        for (int i = 0; i < plan.entries().size(); i++) {
            JournalPlan.Entry entry = plan.entries().get(i);
            if (entry.before().isPresent()) {
                FileState before = journal.before(entry.before().get());
                String temporary = plan.temporary("undo", i);
                bringBack(entry, () -> restore(entry.path(), before, temporary));
            }
        }
        writer.force();
        return new Restoration(restored, failures);
    }

    private void sweep(JournalPlan plan) {
        for (int i = 0; i < plan.directories().size(); i++) {
            sweep(plan.temporary("dir", i));
        }
        for (int i = 0; i < plan.entries().size(); i++) {
            sweep(plan.temporary("new", i));
            sweep(plan.temporary("undo", i));
        }
    }

    private void sweep(String temporary) {
        attempt(new FilePath(temporary), () -> writer.sweep(temporary));
    }

    private void bringBack(JournalPlan.Entry entry, Step step) throws IOException {
        switch (state(entry)) {
            case OUT_OF_REACH -> {}
            case AS_BEFORE -> restored.add(entry.path());
            case CHANGED_SINCE ->
                failures.add(
                        entry.path() + " was changed by somebody else since this patch wrote it, and is left as it is. "
                                + FORMER_CONTENTS + journal.directory());
            case AS_WRITTEN -> {
                if (attempt(entry.path(), step)) {
                    restored.add(entry.path());
                }
            }
        }
    }

    private enum State {
        AS_BEFORE,
        AS_WRITTEN,
        CHANGED_SINCE,
        /** A directory on the way must not be passed, perhaps since a command of this very patch: whoever waited for that would wait for ever. */
        OUT_OF_REACH
    }

    private State state(JournalPlan.Entry entry) throws IOException {
        Optional<FileState> before = entry.before().isPresent()
                ? Optional.of(journal.before(entry.before().get()))
                : Optional.empty();
        if (before.isEmpty()) {
            try {
                if (hasNoPlace(entry.path())) {
                    return State.AS_BEFORE;
                }
            } catch (IOException e) {
                failures.add(notBroughtBack(entry.path(), e));
                return State.OUT_OF_REACH;
            }
        }
        Optional<FileState> now;
        try {
            long most = before.map(was -> was.contents().size()).orElse(0);
            now = workspace.read(entry.path(), Math.max(most, FileLimits.DEFAULT.maxFileBytes()));
        } catch (EditRefusedException refusal) {
            // A link, a directory or more than any change makes is there: whoever put it there, it was not this change.
            return entry.written().isPresent() ? State.CHANGED_SINCE : State.AS_WRITTEN;
        }
        if (now.isPresent() == before.isPresent()
                && now.flatMap(is -> before.map(is::looksLike)).orElse(true)) {
            return State.AS_BEFORE;
        }
        return entry.written()
                .map(written -> isAsWritten(now, written, before) ? State.AS_WRITTEN : State.CHANGED_SINCE)
                .orElse(State.AS_WRITTEN);
    }

    /** Without its directory the file is not there either; what a link in its place leads to is not ours. */
    private boolean hasNoPlace(FilePath path) throws IOException {
        try (Directory parent = workspace.parentOf(path)) {
            return false;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return true;
        }
    }

    /** Only where nothing but the mode was changed does the mode tell: there are file systems that do not keep it. */
    private static boolean isAsWritten(
            Optional<FileState> now, JournalPlan.Written written, Optional<FileState> before) {
        boolean sameContents = now.map(is -> is.contents().sha256()).equals(written.sha256());
        boolean onlyMode = before.map(was -> was.contents().sha256()).equals(written.sha256());
        return sameContents && (!onlyMode || now.map(FileState::mode).equals(written.mode()));
    }

    private void restore(FilePath path, FileState before, String temporary) throws IOException {
        makeParents(path, temporary);
        writer.put(path, before, temporary);
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
            failures.add(notBroughtBack(path, e));
            return false;
        }
    }

    private String notBroughtBack(FilePath path, IOException cause) {
        return path + " could not be brought back to what it was: " + Workspace.reason(cause) + ". " + FORMER_CONTENTS
                + journal.directory();
    }
}

package io.patchline.executor.files;

import io.patchline.executor.process.Deadline;
import io.patchline.patch.WorkspaceRoots;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Carries out file actions: all of them or none. Everything is computed in memory first; then it is written, under a journal that survives
 * the end of the process. Safe for use by several threads, as long as nobody else works in the same workspace at the same time.
 */
public final class FileActions {
    private final FileLimits limits;
    private final WorkspaceRoots knownAs;
    private final StepObserver steps;

    public FileActions(FileLimits limits) {
        this(limits, WorkspaceRoots.NONE);
    }

    /**
     * @param knownAs the absolute paths by which a diff may name the workspace
     */
    public FileActions(FileLimits limits, WorkspaceRoots knownAs) {
        this(limits, knownAs, StepObserver.NONE);
    }

    FileActions(FileLimits limits, StepObserver steps) {
        this(limits, WorkspaceRoots.NONE, steps);
    }

    private FileActions(FileLimits limits, WorkspaceRoots knownAs, StepObserver steps) {
        this.limits = limits;
        this.knownAs = knownAs;
        this.steps = steps;
    }

    /**
     * Carries out the actions, where nobody else works in the workspace at the same time.
     *
     * @throws IOException if the fault is the executor's: no workspace, or a journal that cannot be written. Nothing is changed then.
     */
    public FileResult apply(FileRequest request) throws IOException {
        try (FileComputation computation = compute(request, Deadline.none())) {
            return computation.carryOut();
        }
    }

    /**
     * Computes what the actions make of the workspace as it is now. Nothing is changed yet.
     *
     * @throws IOException if the workspace cannot be opened
     * @throws io.patchline.executor.process.StepEndedException if the deadline passes
     */
    public FileComputation compute(FileRequest request, Deadline deadline) throws IOException {
        return FileComputation.of(this, request, deadline);
    }

    /**
     * Undoes what is half done, or done but not committed, be it of this process or of one that died: every file that the actions touched is what it was again, with its contents,
     * its permission bits and whether it exists. One that somebody has changed since is left as it is, and is among the failures. Directories that the actions made go, unless
     * somebody has put something there. Does nothing where there is no journal. Can itself be interrupted and repeated.
     *
     * @throws IOException if the workspace or the journal cannot be read at all
     */
    public Restoration recover(Path workspace, Path journal) throws IOException {
        return RollBack.of(workspace, journal, steps);
    }

    /** Makes the changes last, and deletes their journal: for when the outcome is on record. */
    public void commit(Path journal) throws IOException {
        Journal.discard(journal, steps);
    }

    FileLimits limits() {
        return limits;
    }

    WorkspaceRoots knownAs() {
        return knownAs;
    }

    StepObserver steps() {
        return steps;
    }
}

package io.patchline.executor.files;

import java.io.IOException;
import java.nio.file.Path;

/** Changes that are made and can still be undone. One of its methods must be called, once; a process that dies before leaves that to {@link FileActions#recover}. */
public final class FileTransaction {
    private final Path workspace;
    private final Path journal;
    private final StepObserver steps;

    FileTransaction(Path workspace, Path journal, StepObserver steps) {
        this.workspace = workspace;
        this.journal = journal;
        this.steps = steps;
    }

    /**
     * Brings every file that the actions touched back to what it was: contents, permission bits and whether it exists. One that somebody has changed since is left as it is, and
     * told among the failures. Directories that the actions made go, unless somebody has put something there.
     *
     * @throws IOException if the workspace or the journal cannot be read at all
     */
    public Restoration rollBack() throws IOException {
        return RollBack.of(workspace, journal, steps);
    }

    /** Makes the changes last and deletes the journal. Call it when the outcome is on record. */
    public void commit() throws IOException {
        Journal.discard(journal, steps);
    }
}

package io.patchline.executor.diff;

import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;

/** The text files that edits see and change. */
public interface FileTree {

    /** The size in bytes that no file may exceed. */
    long maxFileBytes();

    /** How much may be searched in these files. */
    default WorkLimit work() {
        return WorkLimit.NONE;
    }

    /** The absolute paths by which a diff may name the tree. */
    WorkspaceRoots knownAs();

    /** A sentence that tells where files of the same name are, with a blank before it; empty if none is found, or it would take long. */
    String namesakes(FilePath path);

    /**
     * Whether there is a file.
     *
     * @throws EditRefusedException if the path leads over a link, or to something that is no regular file
     */
    boolean exists(FilePath path) throws EditRefusedException;

    /**
     * The file as it is after everything written so far.
     *
     * @throws EditRefusedException if there is none, or it is not text
     */
    TextFile read(FilePath path) throws EditRefusedException;

    /**
     * Creates the file or replaces it.
     *
     * @throws EditRefusedException if it would be too large, or the path cannot be that of a file
     */
    void write(FilePath path, TextFile file) throws EditRefusedException;

    /**
     * Deletes the file.
     *
     * @throws EditRefusedException if there is none
     */
    void delete(FilePath path) throws EditRefusedException;
}

package io.patchline.executor.files;

import io.patchline.executor.directory.Directory;
import io.patchline.executor.directory.FileState;
import io.patchline.executor.directory.NewFile;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes the workspace, one atomic step at a time. New files and directories are made at the workspace's root, under names by which a recovery finds them,
 * and moved to their place between two open directories.
 */
final class WorkspaceWriter {
    private final Workspace workspace;
    private final StepObserver steps;
    private final Set<List<String>> touched = new LinkedHashSet<>();

    WorkspaceWriter(Workspace workspace, StepObserver steps) {
        this.workspace = workspace;
        this.steps = steps;
    }

    /** Puts the file in its place, where there may be another. */
    void put(FilePath path, FileState file, String temporary) throws IOException {
        try (Directory parent = workspace.parentOf(path)) {
            steps.before("write " + path + " to " + temporary);
            try (NewFile made = workspace.root().create(temporary)) {
                made.write(file.contents());
                steps.before("dress " + temporary);
                made.setOwner(
                        file.owner().isPresent()
                                ? file.owner().get()
                                : workspace.rights().ofNewFile(parent.attributes()));
                made.setMode(file.mode());
            }
            steps.before("move " + temporary + " to " + path);
            workspace.root().move(temporary, parent, Workspace.name(path));
            touched(path);
        }
    }

    void makeDirectory(FilePath path, String temporary) throws IOException {
        try (Directory parent = workspace.parentOf(path)) {
            if (parent.attributes(Workspace.name(path)).isPresent()) {
                throw new NotDirectoryException(path.value());
            }
            steps.before("make " + temporary);
            workspace.root().makeDirectory(temporary);
            try (Directory made = workspace.root().child(temporary)) {
                made.setOwner(workspace.rights().ofNewFile(parent.attributes()));
            }
            steps.before("move " + temporary + " to " + path);
            workspace.root().move(temporary, parent, Workspace.name(path));
            touched(path);
        }
    }

    /** Deletes the file. */
    void delete(FilePath path) throws IOException {
        try (Directory parent = workspace.parentOf(path)) {
            steps.before("delete " + path);
            parent.deleteFile(Workspace.name(path));
            touched(path);
        }
    }

    /** Sees that there is no such file. */
    void deleteIfThere(FilePath path) throws IOException {
        try {
            delete(path);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Without its directory, the file is not there either; what a link in its place leads to is not ours.
        }
    }

    /** Deletes the directory, unless something is in it. */
    void deleteDirectoryIfEmpty(FilePath path) throws IOException {
        try (Directory parent = workspace.parentOf(path)) {
            if (parent.attributes(Workspace.name(path))
                    .filter(found -> found.isDirectory())
                    .isPresent()) {
                steps.before("delete the directory " + path);
                parent.deleteDirectory(Workspace.name(path));
                touched(path);
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException | NotDirectoryException e) {
            // It was never made, or others have put something there, which is not ours to delete.
        }
    }

    /** Deletes what an interrupted {@link #put} or {@link #makeDirectory} left behind. */
    void sweep(String temporary) throws IOException {
        var left = workspace.root().attributes(temporary);
        if (left.isPresent()) {
            steps.before("sweep " + temporary);
            if (left.get().isDirectory()) {
                workspace.root().deleteDirectory(temporary);
            } else {
                workspace.root().deleteFile(temporary);
            }
        }
    }

    private void touched(FilePath path) {
        touched.add(path.segments().subList(0, path.segments().size() - 1));
    }

    /** Sees every change so far onto the disk. In a directory that may be changed and not read it gets there by itself, later. */
    void force() throws IOException {
        touched.add(List.of());
        for (List<String> names : touched) {
            try (Directory directory = workspace.walk(names)) {
                steps.before("force " + String.join("/", names));
                directory.force();
            } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
                // It is gone itself, or a file is in its place, which the directory above it records.
            } catch (OwnerRights.AccessRefused e) {
                // Root forces what it may for the workspace's owner.
            }
        }
        touched.clear();
    }
}

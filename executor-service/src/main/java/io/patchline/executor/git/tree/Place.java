package io.patchline.executor.git.tree;

import io.patchline.executor.directory.DirectoryTrees;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a run is carried out: a directory with a git directory of the executor's own, an index, and the working tree, which is all that a command sees. It is this process's as long
 * as its lock is held. Not for several threads at once.
 */
public final class Place implements AutoCloseable {
    static final String GIT = "git";

    private final Path directory;
    private final Closeable lock;

    /** @param lock holds the lock on the place's lock file */
    Place(Path directory, Closeable lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** The git directory, which no command can write. */
    public Path gitDirectory() {
        return directory.resolve(GIT);
    }

    /** The index of the tree as it was before anything was done to it. */
    Path index() {
        return directory.resolve("index");
    }

    /** The index of the tree as a run leaves it. */
    Path runIndex() {
        return directory.resolve("index.run");
    }

    /** The name of an index that never is. */
    Path noIndex() {
        return directory.resolve("index.none");
    }

    /** The working tree. */
    public Path tree() {
        return directory.resolve("tree");
    }

    /** A directory for the files of a run that are not for commands. */
    public Path directory() {
        return directory;
    }

    /** Throws the tree away: the next one is made anew. */
    public void removeTree() throws IOException {
        Files.deleteIfExists(index());
        DirectoryTrees.remove(tree());
    }

    /** Throws everything away: what was fetched too. */
    public void removeAll() throws IOException {
        removeTree();
        DirectoryTrees.remove(gitDirectory());
    }

    /** Sees that there is a tree to work in, which a command of another user may pass to. */
    void makeTree() throws IOException {
        if (!Files.isDirectory(tree())) {
            Files.deleteIfExists(index());
            Files.createDirectory(tree());
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Gives the place back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}

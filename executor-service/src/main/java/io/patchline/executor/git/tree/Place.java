package io.patchline.executor.git.tree;

import io.patchline.executor.directory.DirectoryTrees;
import io.patchline.executor.directory.LockedDirectory;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.GitCall;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where a run is carried out: a directory with a git directory of the executor's own, an index, and the working tree, which is all that a command sees. It is this process's as long
 * as its lock is held. Not for several threads at once.
 */
public final class Place implements AutoCloseable {
    static final String GIT = "git";

    /** What git needs to look at a tree of a million files; a tree's own .gitignore, or a tree that names itself, can ask for any. */
    static final long MOST_MEMORY = 1L << 30;

    private final Path directory;
    private final Closeable lock;
    private final CallObserver observer;

    /** @param lock holds the lock on the place's lock file */
    Place(Path directory, Closeable lock, CallObserver observer) {
        this.directory = directory;
        this.lock = lock;
        this.observer = observer;
    }

    /** The git directory, which no command can write. */
    public Path gitDirectory() {
        return directory.resolve(GIT);
    }

    /** The index of the tree as it was before anything was done to it. */
    Path index() {
        return directory.resolve("index");
    }

    /** Where the name of the commit is whose files the index has. */
    private Path indexedFile() {
        return directory.resolve("index.commit");
    }

    /** The commit whose files the index has; empty if that is not known. */
    Optional<String> indexed() throws IOException {
        try {
            return Optional.of(Files.readString(indexedFile()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The index will be another one. */
    void forgetIndexed() throws IOException {
        observer.step("before forget-index");
        Files.deleteIfExists(indexedFile());
        observer.step("after forget-index");
    }

    /** The index has the files of this commit. */
    void indexed(String commit) throws IOException {
        observer.step("before name-index");
        Path next = Files.writeString(directory.resolve("index.commit.new"), commit);
        observer.step("within name-index");
        Files.move(next, indexedFile(), StandardCopyOption.ATOMIC_MOVE);
        observer.step("after name-index");
    }

    /** From now on the index is the one that the run left, which has the files of this commit. */
    void takeRunIndex(String commit) throws IOException {
        forgetIndexed();
        observer.step("before take-index");
        Files.move(runIndex(), index(), StandardCopyOption.ATOMIC_MOVE);
        observer.step("after take-index");
        indexed(commit);
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

    /** The call, on the tree and with this index. */
    GitCall onTree(GitCall call, Path index) {
        return call.with("GIT_WORK_TREE", tree().toString())
                .with("GIT_INDEX_FILE", index.toString())
                .withMemory(MOST_MEMORY);
    }

    /** Throws the tree away: the next one is made anew. */
    public void removeTree() throws IOException {
        forgetIndexed();
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
            forgetIndexed();
            Files.deleteIfExists(index());
            Files.createDirectory(tree());
        }
        LockedDirectory.unlock(tree());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Gives the place back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}

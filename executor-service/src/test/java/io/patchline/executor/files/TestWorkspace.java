package io.patchline.executor.files;

import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.Occurrences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workspace and a journal's place for one test, and short names for actions. */
public final class TestWorkspace {
    final Path workspace;
    final Path journal;
    private final FileActions actions;

    public TestWorkspace(Path directory) throws IOException {
        this(directory, FileLimits.DEFAULT);
    }

    public TestWorkspace(Path directory, FileLimits limits) throws IOException {
        this.workspace = Files.createDirectories(directory.resolve("workspace"));
        this.journal = directory.resolve("state/journal");
        this.actions = new FileActions(limits);
    }

    FileResult apply(PatchAction... list) throws IOException {
        return actions.apply(new FileRequest(workspace, List.of(list), i -> "/actions/" + (3 + i), false, journal));
    }

    public FileResult dryRun(PatchAction... list) throws IOException {
        return actions.apply(new FileRequest(workspace, List.of(list), i -> "/actions/" + (3 + i), true, journal));
    }

    FileResult.Applied applied(PatchAction... list) throws IOException {
        if (apply(list) instanceof FileResult.Applied applied) {
            return applied;
        }
        throw new AssertionError(apply(list).toString());
    }

    /** Undoes what was applied and not committed. */
    Restoration rollBack() throws IOException {
        return actions.recover(workspace, journal);
    }

    void commit() throws IOException {
        actions.commit(journal);
    }

    FileResult.Rejected rejected(PatchAction... list) throws IOException {
        FileResult result = apply(list);
        if (result instanceof FileResult.Rejected rejected) {
            return rejected;
        }
        throw new AssertionError(result.toString());
    }

    public Path file(String path, String contents) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, contents);
    }

    Map<String, String> snapshot() throws IOException {
        return Snapshot.of(workspace);
    }

    public static PatchAction write(String path, String contents) {
        return new PatchAction.WriteFile(new FilePath(path), contents, Optional.empty());
    }

    public static PatchAction write(String path, String contents, int mode) {
        return new PatchAction.WriteFile(new FilePath(path), contents, Optional.of(new FileMode(mode)));
    }

    public static PatchAction delete(String path) {
        return new PatchAction.DeleteFile(new FilePath(path));
    }

    public static PatchAction mode(String path, int mode) {
        return new PatchAction.ChangeMode(new FilePath(path), new FileMode(mode));
    }

    static PatchAction replace(String path, String pattern, String replacement) {
        return new PatchAction.ReplaceText(new FilePath(path), pattern, replacement, Matching.PATTERN, Occurrences.ALL);
    }

    static PatchAction diff(String diff) {
        return new PatchAction.ApplyDiff(diff, Optional.empty());
    }
}

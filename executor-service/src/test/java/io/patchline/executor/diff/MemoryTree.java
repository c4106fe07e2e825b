package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tree of text files in memory. */
public final class MemoryTree implements FileTree {
    private final Map<String, TextFile> files;
    private final WorkLimit work;

    public MemoryTree(Map<String, TextFile> files) {
        this(files, WorkLimit.NONE);
    }

    public MemoryTree(Map<String, TextFile> files, WorkLimit work) {
        this.files = new TreeMap<>(files);
        this.work = work;
    }

    @Override
    public WorkLimit work() {
        return work;
    }

    Map<String, TextFile> files() {
        return files;
    }

    @Override
    public long maxFileBytes() {
        return 1_000_000;
    }

    @Override
    public WorkspaceRoots knownAs() {
        return new WorkspaceRoots(List.of("/home/jo/proj"));
    }

    @Override
    public String namesakes(FilePath path) {
        return Namesakes.sentence(
                path, files.keySet().stream().map(FilePath::new).toList());
    }

    @Override
    public boolean exists(FilePath path) {
        return files.containsKey(path.value());
    }

    @Override
    public TextFile read(FilePath path) throws EditRefusedException {
        TextFile file = files.get(path.value());
        if (file == null) {
            throw new EditRefusedException(ErrorCode.FILE_NOT_FOUND, path + " does not exist.");
        }
        return file;
    }

    @Override
    public void write(FilePath path, TextFile file) {
        files.put(path.value(), file);
    }

    @Override
    public void delete(FilePath path) throws EditRefusedException {
        read(path);
        files.remove(path.value());
    }
}

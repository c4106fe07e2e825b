package io.patchline.executor.git.tree;

import io.patchline.outcome.FileChange;
import io.patchline.patch.FilePath;
import java.util.List;
import java.util.Optional;

/**
 * What one tree has that another has not, as git sees it.
 *
 * @param paths of all files that are different, as bytes; of more than one commit may change, the first
 * @param whole whether these are all of them
 * @param files the first of them for programs, and of these the first with hashes of their contents
 * @param more how many more there are; at least so many, if not all are known
 * @param diff the same for people, up to a size; absent where nothing is different
 * @param leftOut how many bytes of the diff are known to be left out: at least 1 if any
 */
public record Changes(
        List<byte[]> paths, boolean whole, List<FileChange> files, int more, Optional<String> diff, long leftOut) {
    public static final Changes NONE = new Changes(List.of(), true, List.of(), 0, Optional.empty(), 0);

    /** There are some, of which nothing can be told. */
    public static final Changes UNTOLD = new Changes(List.of(), false, List.of(), 1, Optional.empty(), 1);

    public Changes {
        paths = List.copyOf(paths);
        files = List.copyOf(files);
    }

    public boolean isEmpty() {
        return files.isEmpty() && more == 0;
    }

    /** The paths of all files, each of which can be told, one after the other. */
    public Iterable<FilePath> allPaths() {
        return () -> paths.stream()
                .map(name -> GitNames.path(name).orElseThrow(() -> new IllegalStateException(GitNames.shown(name))))
                .iterator();
    }
}

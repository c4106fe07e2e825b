package io.patchline.executor.git.tree;

import io.patchline.outcome.FileChange;
import java.util.List;
import java.util.Optional;

/**
 * What one tree has that another has not, as git sees it.
 *
 * @param paths of all files that are different, as bytes
 * @param files the same for programs, the first of them with hashes of their contents
 * @param diff the same for people, up to a size; absent where nothing is different
 * @param leftOut how many bytes of the diff are known to be left out: at least 1 if any
 */
public record Changes(List<byte[]> paths, List<FileChange> files, Optional<String> diff, long leftOut) {
    public static final Changes NONE = new Changes(List.of(), List.of(), Optional.empty(), 0);

    public Changes {
        paths = List.copyOf(paths);
        files = List.copyOf(files);
    }

    public boolean isEmpty() {
        return paths.isEmpty();
    }
}

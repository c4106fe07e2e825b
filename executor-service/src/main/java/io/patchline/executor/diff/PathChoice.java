package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The paths that a diff's file header may mean. Which one it means is decided by what exists, and never by guessing: two that exist are
 * an error.
 *
 * @param likely the paths that the header most plainly names, the best first: at least one
 * @param otherwise the paths to try when none of these exists
 */
record PathChoice(List<FilePath> likely, List<FilePath> otherwise) {
    PathChoice {
        likely = List.copyOf(new LinkedHashSet<>(likely));
        otherwise = List.copyOf(new LinkedHashSet<>(otherwise));
    }

    static PathChoice only(FilePath path) {
        return new PathChoice(List.of(path), List.of());
    }

    Stream<FilePath> all() {
        return Stream.concat(likely.stream(), otherwise.stream());
    }

    /** The path for a file that does not exist yet. */
    FilePath best() {
        return likely.getFirst();
    }

    /**
     * The one path that exists.
     *
     * @throws EditRefusedException if none exists, or more than one
     */
    FilePath existing(FileTree tree) throws EditRefusedException {
        for (List<FilePath> choices : List.of(likely, otherwise)) {
            List<FilePath> found = new ArrayList<>();
            for (FilePath path : choices) {
                if (tree.exists(path)) {
                    found.add(path);
                }
            }
            if (found.size() > 1) {
                throw new EditRefusedException(
                        ErrorCode.CONTEXT_AMBIGUOUS,
                        "The file header may mean " + found.getFirst() + " or " + found.get(1)
                                + ", and both exist. Write the names as a/path and b/path.");
            }
            if (found.size() == 1) {
                return found.getFirst();
            }
        }
        throw new EditRefusedException(
                ErrorCode.FILE_NOT_FOUND,
                best()
                        + " does not exist. Name an existing file, or make it a new file (--- /dev/null, *** Add File).");
    }
}

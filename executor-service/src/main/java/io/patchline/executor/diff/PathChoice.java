package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The paths that a diff's file header may mean. Which one it means is decided by what exists, and never by guessing: two that exist are
 * an error.
 *
 * @param likely the paths that the header most plainly names, the best first: at least one
 * @param otherwise the paths to try when none of these exists
 * @param fallback the patch's {@code target_file}, where the header's names are placeholders or a part of it: the last to try
 * @param target the patch's {@code target_file}, for messages
 */
public record PathChoice(
        List<FilePath> likely, List<FilePath> otherwise, Optional<FilePath> fallback, Optional<FilePath> target) {
    public PathChoice {
        likely = List.copyOf(new LinkedHashSet<>(likely));
        otherwise = List.copyOf(new LinkedHashSet<>(otherwise));
    }

    public static PathChoice only(FilePath path) {
        return new PathChoice(List.of(path), List.of(), Optional.empty(), Optional.empty());
    }

    public Stream<FilePath> all() {
        return Stream.of(likely.stream(), otherwise.stream(), fallback.stream()).flatMap(paths -> paths);
    }

    /**
     * The path for a file that does not exist yet.
     *
     * @throws EditRefusedException if the header and {@code target_file} name different ones
     */
    public FilePath forNew() throws EditRefusedException {
        FilePath best = likely.getFirst();
        if (fallback.filter(path -> path.value().endsWith("/" + best)).isPresent()) {
            throw new EditRefusedException(
                    ErrorCode.CONTEXT_AMBIGUOUS,
                    "The file header names the new file " + best + ", and target_file names " + fallback.get()
                            + ". Write the path that you mean in both: --- /dev/null and +++ b/" + fallback.get()
                            + ".");
        }
        return best;
    }

    /**
     * The one path that exists.
     *
     * @throws EditRefusedException if none exists, or more than one
     */
    public FilePath existing(FileTree tree) throws EditRefusedException {
        for (List<FilePath> choices :
                List.of(likely, otherwise, fallback.stream().toList())) {
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
        throw missing(tree);
    }

    private EditRefusedException missing(FileTree tree) throws EditRefusedException {
        FilePath best = likely.getFirst();
        boolean other = target.isPresent() && !target.get().equals(best) && tree.exists(target.get());
        return new EditRefusedException(
                ErrorCode.FILE_NOT_FOUND,
                best + " does not exist."
                        + (other
                                ? " If target_file, " + target.get() + ", is meant, write --- a/" + target.get()
                                        + " and +++ b/" + target.get() + "."
                                : tree.namesakes(best)
                                        + " Name a file that exists, or make it a new one (--- /dev/null, *** Add File)."));
    }
}

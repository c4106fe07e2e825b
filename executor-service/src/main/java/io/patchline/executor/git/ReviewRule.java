package io.patchline.executor.git;

import io.patchline.patch.FilePath;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which patches wait for a review, by what they change. */
public final class ReviewRule {
    private static final String NEVER = "never";
    private static final String ALWAYS = "always";

    private final boolean always;
    private final List<PathMatcher> globs;

    private ReviewRule(boolean always, List<PathMatcher> globs) {
        this.always = always;
        this.globs = List.copyOf(globs);
    }

    /**
     * Reads a configured value: {@code never}, {@code always}, or globs of paths separated by commas, in which {@code **} stands for any directories.
     *
     * @throws IllegalArgumentException if a glob cannot be read
     */
    public static ReviewRule parse(String text) {
        if (text.equals(NEVER) || text.equals(ALWAYS)) {
            return new ReviewRule(text.equals(ALWAYS), List.of());
        }
        return new ReviewRule(
                false,
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(glob -> !glob.isEmpty())
                        .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                        .toList());
    }

    /** Whether some patch may need one. */
    public boolean mayAsk() {
        return always || !globs.isEmpty();
    }

    /** Why one that changes these files waits; empty if it does not. */
    public Optional<String> reason(Collection<FilePath> changed) {
        if (always) {
            return Optional.of("the workspace asks for a review of every patch");
        }
        return changed.stream()
                .filter(path -> globs.stream().anyMatch(glob -> glob.matches(Path.of(path.value()))))
                .findFirst()
                .map(path -> "the workspace asks for a review of what changes " + path);
    }
}

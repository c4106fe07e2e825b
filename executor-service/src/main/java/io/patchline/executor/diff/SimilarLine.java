package io.patchline.executor.diff;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the line that is most like another by the pairs of neighbouring characters that they share (Dice's coefficient). */
public final class SimilarLine {
    private static final int MOST_LINES = 20_000;
    private static final int MOST_CHARACTERS = 200;

    /** What one search takes at most, see {@link WorkLimit}. */
    public static final long MOST_STEPS = 50L * MOST_LINES * 100;

    private static final double LEAST_LIKENESS = 0.5;

    private SimilarLine() {}

    /** The index of the line, if any of the first {@value #MOST_LINES} is alike at all. */
    public static Optional<Integer> in(List<String> lines, String wanted) {
        Set<String> pairs = pairs(wanted);
        Optional<Integer> best = Optional.empty();
        double most = LEAST_LIKENESS;
        for (int i = 0; i < Math.min(lines.size(), MOST_LINES); i++) {
            double likeness = likeness(pairs, pairs(lines.get(i)));
            if (likeness > most) {
                most = likeness;
                best = Optional.of(i);
            }
        }
        return best;
    }

    private static double likeness(Set<String> left, Set<String> right) {
        long shared = left.stream().filter(right::contains).count();
        return 2.0 * shared / Math.max(left.size() + right.size(), 1);
    }

    private static Set<String> pairs(String line) {
        String text = line.strip();
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 1 < Math.min(text.length(), MOST_CHARACTERS); i++) {
            pairs.add(text.substring(i, i + 2));
        }
        return pairs;
    }
}

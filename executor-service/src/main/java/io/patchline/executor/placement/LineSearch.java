package io.patchline.executor.placement;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Tolerance;
import io.patchline.executor.diff.WorkLimit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds runs of lines in a document. Lines become numbers, alike lines the same number, and runs are sought with the algorithm of Knuth,
 * Morris and Pratt: the time is linear whatever the lines are, so that no patch can make it slow.
 */
final class LineSearch {
    /** What it takes to keep a place and look at it once more. */
    private static final int STEPS_OF_A_PLACE = 20;

    private static final int UNKNOWN = -1;

    /** What it takes to bring a line into its canonical form, see {@link WorkLimit}. */
    private static final int STEPS_OF_A_LINE = 100;

    private final List<String> lines;
    private final WorkLimit work;
    private final Map<Tolerance, Index> indexes = new EnumMap<>(Tolerance.class);

    /** The lines as numbers, and the number of each canonical form. */
    private static final class Index {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final int[] lines;

        private Index(List<String> lines, Tolerance tolerance) {
            this.lines = lines.stream()
                    .mapToInt(line -> numbers.computeIfAbsent(tolerance.canonical(line), form -> numbers.size()))
                    .toArray();
        }
    }

    LineSearch(List<String> lines, WorkLimit work) {
        this.lines = lines;
        this.work = work;
    }

    /** Whether the run stands at this place, counted from 0. */
    boolean isAt(int place, List<String> run) {
        return place >= 0
                && place + run.size() <= lines.size()
                && lines.subList(place, place + run.size()).equals(run);
    }

    /** Every place of a run of at least one line, counted from 0, in ascending order; they may overlap. */
    List<Integer> places(List<String> run, Tolerance tolerance) throws EditRefusedException {
        if (run.isEmpty() || run.size() > lines.size()) {
            return List.of();
        }
        work.spend((long) STEPS_OF_A_LINE * (indexes.containsKey(tolerance) ? run.size() : lines.size()));
        Index index = indexes.computeIfAbsent(tolerance, key -> new Index(lines, key));
        int[] wanted = run.stream()
                .mapToInt(line -> index.numbers.getOrDefault(tolerance.canonical(line), UNKNOWN))
                .toArray();
        for (int number : wanted) {
            if (number == UNKNOWN) {
                return List.of();
            }
        }
        work.spend(lines.size());
        List<Integer> places = search(index.lines, wanted);
        work.spend((long) STEPS_OF_A_PLACE * places.size());
        return places;
    }

    private static List<Integer> search(int[] text, int[] wanted) {
        int[] borders = borders(wanted);
        List<Integer> places = new ArrayList<>();
        int matched = 0;
        for (int i = 0; i < text.length; i++) {
            while (matched > 0 && (matched == wanted.length || text[i] != wanted[matched])) {
                matched = borders[matched - 1];
            }
            if (text[i] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                places.add(i + 1 - matched);
            }
        }
        return places;
    }

    /** For each prefix of the run, the length of its longest proper prefix that is also its suffix. */
    private static int[] borders(int[] wanted) {
        int[] borders = new int[wanted.length];
        int length = 0;
        for (int i = 1; i < wanted.length; i++) {
            while (length > 0 && wanted[i] != wanted[length]) {
                length = borders[length - 1];
            }
            if (wanted[i] == wanted[length]) {
                length++;
            }
            borders[i] = length;
        }
        return borders;
    }
}

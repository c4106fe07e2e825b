package io.patchline.executor.diff;

import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference of two lists of lines, in bounded time: lines that occur once on both sides are matched first (Cohen's patience diff), and
 * Myers' algorithm sees only what lies between them. A stretch too large for it counts as replaced altogether.
 */
public final class LineDiff {
    private static final int MOST_FOR_MYERS = 1_000;
    private static final int DEEPEST = 8;

    private final List<String> before;
    private final List<String> after;
    private final List<Edit> edits = new ArrayList<>();

    /** Lines {@code oldFrom} to {@code oldTo}, exclusive, from 0, became {@code newFrom} to {@code newTo}. */
    public record Edit(int oldFrom, int oldTo, int newFrom, int newTo) {
        public int removed() {
            return oldTo - oldFrom;
        }

        public int added() {
            return newTo - newFrom;
        }
    }

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** The edits in ascending order, at least one unchanged line between any two. */
    public static List<Edit> between(List<String> before, List<String> after) {
        LineDiff diff = new LineDiff(before, after);
        diff.compare(new Edit(0, before.size(), 0, after.size()), 0);
        return diff.edits;
    }

    private void compare(Edit range, int depth) {
        Edit core = withoutCommonEnds(range);
        if (core.removed() == 0 || core.added() == 0) {
            add(core);
            return;
        }
        List<int[]> anchors = depth < DEEPEST ? anchors(core) : List.of();
        if (anchors.isEmpty()) {
            compareClosely(core);
            return;
        }
        int old = core.oldFrom();
        int now = core.newFrom();
        for (int[] anchor : anchors) {
            compare(new Edit(old, anchor[0], now, anchor[1]), depth + 1);
            old = anchor[0] + 1;
            now = anchor[1] + 1;
        }
        compare(new Edit(old, core.oldTo(), now, core.newTo()), depth + 1);
    }

    private void compareClosely(Edit range) {
        if (range.removed() + range.added() > MOST_FOR_MYERS) {
            add(range);
            return;
        }
        new MyersDiffWithLinearSpace<String>()
                .computeDiff(
                        before.subList(range.oldFrom(), range.oldTo()),
                        after.subList(range.newFrom(), range.newTo()),
                        null)
                .forEach(change -> add(new Edit(
                        range.oldFrom() + change.startOriginal,
                        range.oldFrom() + change.endOriginal,
                        range.newFrom() + change.startRevised,
                        range.newFrom() + change.endRevised)));
    }

    private void add(Edit edit) {
        if (edit.removed() == 0 && edit.added() == 0) {
            return;
        }
        boolean adjoins = !edits.isEmpty()
                && edits.getLast().oldTo() == edit.oldFrom()
                && edits.getLast().newTo() == edit.newFrom();
        if (adjoins) {
            Edit last = edits.removeLast();
            edits.add(new Edit(last.oldFrom(), edit.oldTo(), last.newFrom(), edit.newTo()));
        } else {
            edits.add(edit);
        }
    }

    private Edit withoutCommonEnds(Edit range) {
        int oldFrom = range.oldFrom();
        int newFrom = range.newFrom();
        int oldTo = range.oldTo();
        int newTo = range.newTo();
        while (oldFrom < oldTo && newFrom < newTo && before.get(oldFrom).equals(after.get(newFrom))) {
            oldFrom++;
            newFrom++;
        }
        while (oldFrom < oldTo && newFrom < newTo && before.get(oldTo - 1).equals(after.get(newTo - 1))) {
            oldTo--;
            newTo--;
        }
        return new Edit(oldFrom, oldTo, newFrom, newTo);
    }

    /** Pairs of (old, new) positions of lines that are unique on both sides, the most that are in the same order on both. */
    private List<int[]> anchors(Edit range) {
        Map<String, int[]> seen = new HashMap<>();
        for (int i = range.oldFrom(); i < range.oldTo(); i++) {
            int[] line = seen.computeIfAbsent(before.get(i), key -> new int[4]);
            line[0]++;
            line[2] = i;
        }
        for (int i = range.newFrom(); i < range.newTo(); i++) {
            int[] line = seen.computeIfAbsent(after.get(i), key -> new int[4]);
            line[1]++;
            line[3] = i;
        }
        List<int[]> unique = new ArrayList<>();
        for (int i = range.oldFrom(); i < range.oldTo(); i++) {
            int[] line = seen.getOrDefault(before.get(i), new int[4]);
            if (line[0] == 1 && line[1] == 1) {
                unique.add(new int[] {i, line[3]});
            }
        }
        return LongestIncreasingSubsequence.longest(unique);
    }
}

package io.patchline.executor.placement;

import io.patchline.executor.diff.LineExcerpt;
import java.util.List;

/** Shows the places that a text fits, each with the line before it and the line after it, by which they can be told apart. */
public final class Candidates {
    private static final int MOST_SHOWN = 3;
    private static final int MOST_CHARACTERS = 60;

    private Candidates() {}

    /**
     * The lines around each place with their numbers, each on a line of its own that begins with a line break.
     *
     * @param starts the indexes of the first lines
     * @param length how many lines stand there
     */
    public static String describe(List<String> lines, List<Integer> starts, int length) {
        StringBuilder shown = new StringBuilder();
        for (int start : starts.subList(0, Math.min(starts.size(), MOST_SHOWN))) {
            shown.append("\nAt line ").append(start + 1).append(':');
            show(shown, lines, start - 1);
            show(shown, lines, start);
            show(shown, lines, start + Math.max(length, 1));
        }
        return shown.toString();
    }

    private static void show(StringBuilder shown, List<String> lines, int line) {
        if (line >= 0 && line < lines.size()) {
            shown.append('\n').append(line + 1).append(": ").append(LineExcerpt.of(lines.get(line), MOST_CHARACTERS));
        }
    }
}

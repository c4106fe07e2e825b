package io.patchline.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as what stands in them; the last column is cut where the line ends. Not thread-safe. */
public final class Table {
    private static final int WIDEST = 48;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** @param header the names of the columns, in capitals as {@code kubectl} has them */
    public Table(String... header) {
        rows.add(List.of(header));
    }

    /** A row of as many cells as there are columns; text from strangers is made harmless. */
    public Table row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(SafeText.line(cell));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    /** The table as lines of at most so many characters. */
    public String lines(int columns) {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                boolean last = i == row.size() - 1;
                String cell = cut(row.get(i), last ? Math.max(8, columns - line.length()) : widths[i]);
                line.append(cell);
                if (!last) {
                    line.append(" ".repeat(widths[i] - cell.length())).append(GAP);
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, row.get(i).length()));
            }
        }
        return widths;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}

package io.patchline.recognition;

import java.util.ArrayList;
import java.util.List;

/** What stands before each line of a quoted, indented or commented text. */
final class LinePrefix {
    private LinePrefix() {}

    /**
     * The lines without the prefix.
     *
     * @throws DoubtException if a line that is not blank does not have it
     */
    static List<String> removed(List<String> lines, String prefix) throws DoubtException {
        if (prefix.isEmpty()) {
            return lines;
        }
        String bare = prefix.stripTrailing();
        List<String> without = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(prefix)) {
                without.add(line.substring(prefix.length()));
            } else if (line.isBlank() || line.stripTrailing().equals(bare)) {
                without.add("");
            } else {
                throw new DoubtException(prefix.isBlank() ? Refusals.INDENTED : Refusals.MARKED);
            }
        }
        return without;
    }
}

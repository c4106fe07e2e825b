package io.patchline.recognition;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a unified diff ends by the counts of its hunks: what follows its last line is no part of it, if nothing of a diff comes after it. */
final class HunkLines {
    private static final Pattern HEADER = Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))?.*", Pattern.DOTALL);

    /** What can follow a hunk and belongs to the diff. */
    private static final Pattern GOES_ON = Pattern.compile(
            "(?:[-+@ \\\\]|diff |index |Index: |=====|Only in |(?:old|new|deleted|rename|copy|similarity|dissimilarity) |Binary files |GIT binary|literal |delta ).*",
            Pattern.DOTALL);

    private static final int NOT_SOUGHT = -2;

    private HunkLines() {}

    /** The index after the last line that can belong to the diff: the number of lines, unless prose follows a complete hunk. */
    static int end(List<String> lines) {
        int lastSign = NOT_SOUGHT;
        for (int i = 0; i < lines.size(); i++) {
            Matcher header = HEADER.matcher(lines.get(i));
            if (header.matches()) {
                int after = after(lines, i + 1, count(header.group(1)), count(header.group(2)));
                if (after > 0 && nothingFollows(lines, after)) {
                    lastSign = lastSign == NOT_SOUGHT ? lastSign(lines) : lastSign;
                    if (lastSign < after) {
                        return after;
                    }
                }
            }
        }
        return lines.size();
    }

    /** The index of the last line that is a sign of a diff; -1 if there is none. A sign is known by its line and by those behind it. */
    private static int lastSign(List<String> lines) {
        List<Sign> signs = SignSearch.in(lines);
        return signs.isEmpty() ? -1 : signs.getLast().line();
    }

    private static int count(String digits) {
        return digits == null ? 1 : digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /** The index after the lines of a hunk that has so many; -1 if it has others. */
    private static int after(List<String> lines, int from, int before, int now) {
        int old = before;
        int next = now;
        int i = from;
        while (old > 0 || next > 0) {
            String line = i < lines.size() ? lines.get(i++) : "x";
            char sign = line.isBlank() ? ' ' : line.charAt(0);
            old -= sign == ' ' || sign == '-' ? 1 : 0;
            next -= sign == ' ' || sign == '+' ? 1 : 0;
            if (" -+\\".indexOf(sign) < 0 || old < 0 || next < 0) {
                return -1;
            }
        }
        return i < lines.size() && lines.get(i).startsWith("\\") ? i + 1 : i;
    }

    /** Whether there is another line that is not blank, and the next one cannot belong to a diff. */
    private static boolean nothingFollows(List<String> lines, int from) {
        return lines.subList(from, lines.size()).stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> !GOES_ON.matcher(line).matches())
                .isPresent();
    }
}

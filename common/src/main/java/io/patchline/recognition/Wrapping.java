package io.patchline.recognition;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a patch text up to where what is wrapped around it ends: a fence, a here-document, a tag, a quote; or the text.
 *
 * @param end the index of the line after the last
 */
record Wrapping(List<String> lines, int end) {
    private static final Pattern FENCE = Pattern.compile("\\s*(`{3,}|~{3,}).*", Pattern.DOTALL);
    private static final Pattern DOCUMENT =
            Pattern.compile(".*<<-?\\s*(?:\\\\?|'|\")([\\w.-]+)(?:'|\")?[^<]*", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("\\s*<([A-Za-z][\\w:.-]*)[^<>]*>\\s*");

    /**
     * What is wrapped around the patch text that begins here.
     *
     * @param prefix what stands before each line of it
     */
    static Wrapping around(List<String> lines, int begin, String prefix) {
        int end = lines.size();
        for (int above = begin - 1; above >= 0; above--) {
            String line = bare(lines.get(above), prefix);
            Matcher fence = FENCE.matcher(line);
            Matcher document = DOCUMENT.matcher(line);
            Matcher tag = TAG.matcher(line);
            if (fence.matches()) {
                end = Math.min(end, find(lines, begin, prefix, at -> at.strip().equals(fence.group(1))));
                break;
            } else if (document.matches()) {
                end = Math.min(end, find(lines, begin, prefix, at -> at.strip().equals(document.group(1))));
                break;
            } else if (tag.matches()) {
                end = Math.min(end, find(lines, begin, prefix, at -> at.strip().equals("</" + tag.group(1) + ">")));
            } else if (!line.isBlank() && above < begin - 3) {
                break;
            }
        }
        return new Wrapping(lines.subList(begin, end), end);
    }

    private static int find(List<String> lines, int begin, String prefix, Predicate<String> isEnd) {
        for (int i = begin; i < lines.size(); i++) {
            if (isEnd.test(bare(lines.get(i), prefix))) {
                return i;
            }
        }
        return lines.size();
    }

    private static String bare(String line, String prefix) {
        return line.startsWith(prefix) ? line.substring(prefix.length()) : line;
    }
}

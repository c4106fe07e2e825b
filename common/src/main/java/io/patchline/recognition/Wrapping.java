package io.patchline.recognition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a patch text up to where what is wrapped around it ends: a fence, a here-document, a tag, a quote; or the text.
 *
 * @param end the index of the line after the last
 */
record Wrapping(List<String> lines, int end) {
    private static final Pattern FENCE = Pattern.compile("\\s*+(`{3,}|~{3,}).*", Pattern.DOTALL);
    private static final Pattern DOCUMENT =
            Pattern.compile(".*<<-?\\s*+(?:\\\\?|'|\")([\\w.-]++)(?:'|\")?[^<]*+", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("\\s*+<([A-Za-z][\\w:.-]*+)[^<>]*+>\\s*");

    /**
     * What is wrapped around the patch text that begins here.
     *
     * @param prefix what stands before each line of it
     */
    static Wrapping around(List<String> lines, int begin, String prefix) {
        Ends ends = new Ends(lines, begin, prefix);
        int end = lines.size();
        for (int above = begin - 1; above >= 0; above--) {
            String line = bare(lines.get(above), prefix);
            Matcher fence = FENCE.matcher(line);
            Matcher document = DOCUMENT.matcher(line);
            Matcher tag = TAG.matcher(line);
            if (fence.matches()) {
                end = Math.min(end, ends.find(fence.group(1)));
                break;
            } else if (document.matches()) {
                end = Math.min(end, ends.find(document.group(1)));
                break;
            } else if (tag.matches()) {
                end = Math.min(end, ends.find("</" + tag.group(1) + ">"));
            } else if (!line.isBlank() && above < begin - 3) {
                break;
            }
        }
        return new Wrapping(lines.subList(begin, end), end);
    }

    /** Where what may end a wrapping stands: any number of them may be open, and the lines are gone through once. */
    private static final class Ends {
        private final List<String> lines;
        private final int begin;
        private final String prefix;
        private final Map<String, Integer> first = new HashMap<>();

        Ends(List<String> lines, int begin, String prefix) {
            this.lines = lines;
            this.begin = begin;
            this.prefix = prefix;
        }

        /** The index of the first line from there on that is this and nothing else; the number of lines if there is none. */
        int find(String end) {
            if (first.isEmpty()) {
                for (int i = begin; i < lines.size(); i++) {
                    first.putIfAbsent(bare(lines.get(i), prefix).strip(), i);
                }
            }
            return first.getOrDefault(end, lines.size());
        }
    }

    private static String bare(String line, String prefix) {
        return line.startsWith(prefix) ? line.substring(prefix.length()) : line;
    }
}

package io.patchline.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a patch text stands where a shell would have expanded it: then its escapes are the shell's, or nobody's. */
final class Quoting {
    private static final Pattern EXPANDED = Pattern.compile("<<-?\\s*[\\w.-]+\\s*$|\"[^\"]*$", Pattern.MULTILINE);
    private static final Pattern ESCAPE = Pattern.compile("\\\\[$`\"]");

    private Quoting() {}

    /**
     * The lines without the quote before the first of them and the one that ends them.
     *
     * @throws DoubtException if none ends them
     */
    static List<String> removed(List<String> lines, String quote) throws DoubtException {
        int last = lines.size() - 1;
        while (last > 0 && lines.get(last).isBlank()) {
            last--;
        }
        String end = lines.get(last).stripTrailing();
        if (last == 0 || !end.endsWith(quote)) {
            throw new DoubtException(Refusals.QUOTED);
        }
        List<String> bare = new ArrayList<>(lines.subList(0, last));
        bare.set(0, bare.getFirst().substring(quote.length()));
        bare.add(end.substring(0, end.length() - quote.length()));
        if (bare.getLast().isEmpty()) {
            bare.removeLast();
        }
        return bare;
    }

    /**
     * @param before the lines up to the patch text's first
     * @throws DoubtException if a shell would expand the text, and it has a shell's escapes
     */
    static void check(List<String> before, List<String> patch) throws DoubtException {
        String opening = String.join("\n", before.subList(Math.max(0, before.size() - 3), before.size()));
        if (EXPANDED.matcher(opening).find()
                && patch.stream().anyMatch(line -> ESCAPE.matcher(line).find())) {
            throw new DoubtException(Refusals.EXPANDED);
        }
    }
}

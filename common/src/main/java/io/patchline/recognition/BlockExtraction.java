package io.patchline.recognition;

import io.patchline.recognition.Sign.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes search and replace blocks out of what stands around them; the lines with the files' names, and fences, stay. */
final class BlockExtraction {
    private static final Pattern FENCE = Pattern.compile("\\s*(?:```|~~~)");

    /** A line of prose or of a wrapping, and no file's name. */
    private static final Pattern SENTENCE =
            Pattern.compile(".*[.:!?;,]|\\p{Lu}\\p{L}* .*|</?\\w.*>|.*<<.*|apply_?-?patch.*", Pattern.DOTALL);

    private final List<String> lines;
    private final List<Sign> signs;

    BlockExtraction(List<String> lines, List<Sign> signs) {
        this.lines = lines;
        this.signs = signs;
    }

    Recognition read() throws DoubtException {
        List<Sign> searches = of(Kind.SEARCH);
        List<Sign> replaces = of(Kind.REPLACE);
        if (searches.isEmpty() || searches.size() != replaces.size()) {
            throw new DoubtException(Refusals.CUT_BLOCK);
        }
        int begin = searches.getFirst().line();
        int end = replaces.getLast().line();
        if (end < begin) {
            throw new DoubtException(Refusals.CUT_BLOCK);
        }
        String prefix = searches.getFirst().prefix();
        int name = nameLine(begin, prefix);
        Surroundings.check(lines.subList(0, Math.min(name, begin)), lines.subList(end + 1, lines.size()));
        List<String> block = new ArrayList<>(LinePrefix.removed(lines.subList(begin, end + 1), prefix));
        lines.subList(name, begin).reversed().forEach(line -> block.addFirst(withoutQuote(bare(line, prefix))));
        return new Recognition.PatchText(PatchFormat.SEARCH_REPLACE, String.join("\n", block) + "\n", name < begin);
    }

    /** The index of the line above that may name the file, a fence between them or not; the block's own if there is none. */
    private int nameLine(int begin, String prefix) {
        for (int i = begin - 1; i >= Math.max(0, begin - 3); i--) {
            String line = bare(lines.get(i), prefix);
            if (!line.isBlank() && !FENCE.matcher(line).lookingAt()) {
                return SENTENCE.matcher(line.strip()).matches() ? begin : i;
            }
        }
        return begin;
    }

    private static String bare(String line, String prefix) {
        return line.startsWith(prefix) ? line.substring(prefix.length()) : line;
    }

    /** The line without a quote that opens before the whole text. */
    private static String withoutQuote(String line) {
        boolean open = line.length() > 1 && "\"'".indexOf(line.charAt(0)) >= 0 && line.indexOf(line.charAt(0), 1) < 0;
        return open ? line.substring(1) : line;
    }

    private List<Sign> of(Kind kind) {
        return signs.stream()
                .filter(sign -> sign.kind() == kind && !PatchExtraction.isMentioned(sign))
                .toList();
    }
}

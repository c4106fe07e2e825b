package io.patchline.executor.parser;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLine;
import io.patchline.executor.diff.HunkLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the hunks of a unified diff. */
final class HunkReader {
    private static final Pattern NUMBERS =
            Pattern.compile("@@\\s*-(\\d{1,9})(?:,(\\d{1,9}))?\\s+\\+(\\d{1,9})(?:,(\\d{1,9}))?(?:[\\s@].*)?");

    private final PatchLines patch;

    HunkReader(PatchLines patch) {
        this.patch = patch;
    }

    static boolean isHeader(String line) {
        return line.startsWith("@@");
    }

    static boolean hasNumbers(String line) {
        return NUMBERS.matcher(line.stripTrailing()).matches();
    }

    /** Every hunk up to the next line that belongs to none. */
    List<Hunk> readAll() throws EditRefusedException {
        List<Hunk> hunks = new ArrayList<>();
        while (patch.hasNext() && isHeader(patch.peek())) {
            hunks.add(read());
        }
        return hunks;
    }

    private Hunk read() throws EditRefusedException {
        int number = patch.number();
        String header = patch.take();
        if (header.startsWith("@@@")) {
            throw EditRefusedException.malformed(
                    number, "a combined diff of a merge cannot be applied. Make a diff between two trees.");
        }
        Matcher numbers = NUMBERS.matcher(header.stripTrailing());
        if (!numbers.matches()) {
            return checked(new Hunk(
                    number, new HunkLocation.Anywhere(), body(HunkExtent.toTheEnd(patch)), looseBlanks(), false));
        }
        HunkLocation where =
                new HunkLocation.Numbered(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(3)));
        HunkExtent extent = HunkExtent.of(patch, count(numbers, 2), count(numbers, 4));
        return checked(new Hunk(number, where, body(extent), looseBlanks(), extent.cutShort()));
    }

    private static int count(Matcher numbers, int group) {
        String digits = numbers.group(group);
        return digits == null ? 1 : Integer.parseInt(digits);
    }

    private List<HunkLine> body(HunkExtent extent) throws EditRefusedException {
        List<HunkLine> lines = new ArrayList<>();
        for (int i = 0; i < extent.length(); i++) {
            String line = patch.take();
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case '+' -> lines.add(new HunkLine(HunkLine.Kind.ADDED, line.substring(1) + "\n"));
                case '-' -> lines.add(new HunkLine(HunkLine.Kind.REMOVED, line.substring(1) + "\n"));
                case '\\' -> lines.add(withoutNewline(lines));
                case '\r' -> lines.add(new HunkLine(HunkLine.Kind.CONTEXT, "\r\n"));
                default ->
                    lines.add(new HunkLine(HunkLine.Kind.CONTEXT, (line.isEmpty() ? "" : line.substring(1)) + "\n"));
            }
        }
        while (patch.hasNext() && isLoose(patch.peek())) {
            lines.add(new HunkLine(HunkLine.Kind.CONTEXT, patch.take() + "\n"));
        }
        return lines;
    }

    /** "\ No newline at end of file" speaks of the line before it. */
    private HunkLine withoutNewline(List<HunkLine> lines) throws EditRefusedException {
        if (lines.isEmpty()) {
            throw EditRefusedException.malformed(
                    patch.number() - 1, "\"\\ No newline at end of file\" must follow a line of the hunk.");
        }
        HunkLine line = lines.removeLast();
        return new HunkLine(line.kind(), Document.withoutLineEnd(line.text()));
    }

    /** How many lines before the next were taken as loose blanks. */
    private int looseBlanks() {
        int count = 0;
        while (isLoose(patch.peek(-count - 1))) {
            count++;
        }
        return count;
    }

    private static boolean isLoose(String line) {
        return line.isEmpty() || line.equals("\r");
    }

    private Hunk checked(Hunk hunk) throws EditRefusedException {
        if (!hunk.changesSomething()) {
            throw patch.hasNext() && !isEndOfHunk(patch.peek())
                    ? EditRefusedException.unmarked(patch.number(), patch.peek())
                    : EditRefusedException.malformed(
                            hunk.patchLine(),
                            "this hunk has no line that starts with + or -, so that it would change nothing.");
        }
        checkLastLine(hunk, hunk.oldLines());
        checkLastLine(hunk, hunk.newLines());
        return hunk;
    }

    private static boolean isEndOfHunk(String line) {
        return isHeader(line) || line.startsWith("diff ") || line.startsWith("Index: ") || line.startsWith("```");
    }

    private static void checkLastLine(Hunk hunk, List<String> lines) throws EditRefusedException {
        for (int i = 0; i < lines.size() - 1 - hunk.looseBlanks(); i++) {
            if (!lines.get(i).endsWith("\n")) {
                throw EditRefusedException.malformed(
                        hunk.patchLine(),
                        "\"\\ No newline at end of file\" stands in this hunk before other lines of the file.");
            }
        }
    }
}

package io.patchline.executor.diff;

import java.util.ArrayList;
import java.util.List;

/** Reads the hunks of one file in a V4A patch. */
final class V4aHunkReader {
    private static final String END_OF_FILE = "*** End of File";
    private static final String MARK = "@@";
    private static final String NUMBERS = "-\\d+(,\\d+)? \\+\\d+(,\\d+)? @@.*";

    private final PatchLines patch;

    V4aHunkReader(PatchLines patch) {
        this.patch = patch;
    }

    List<Hunk> readAll() throws EditRefusedException {
        List<Hunk> hunks = new ArrayList<>();
        for (patch.skipBlanks(); patch.hasNext() && !patch.peek().startsWith("*"); patch.skipBlanks()) {
            hunks.add(read(hunks.isEmpty()));
        }
        return hunks;
    }

    private Hunk read(boolean first) throws EditRefusedException {
        int number = patch.number();
        if (!first && !patch.peek().startsWith(MARK)) {
            throw EditRefusedException.malformed(
                    number,
                    "\"" + LineExcerpt.of(patch.peek())
                            + "\" starts with none of: a space, +, -. A new hunk starts with @@.");
        }
        List<String> anchors = anchors();
        List<HunkLine> lines = lines();
        if (lines.isEmpty()) {
            throw EditRefusedException.malformed(
                    patch.number(), "the hunk has no line. Its lines start with a space, + or -.");
        }
        boolean atEnd = patch.peek().stripTrailing().equals(END_OF_FILE);
        if (atEnd) {
            patch.take();
        }
        HunkLine last = lines.getLast();
        int loose = last.kind() == HunkLine.Kind.CONTEXT && last.text().isBlank() && lines.size() > 1 ? 1 : 0;
        Hunk hunk = new Hunk(number, new HunkLocation.AfterCursor(anchors, atEnd), lines, loose, false);
        if (!hunk.changesSomething()) {
            throw EditRefusedException.malformed(
                    number, "this hunk has no line that starts with + or -, so that it would change nothing.");
        }
        return hunk;
    }

    /** Line numbers in the manner of a unified diff, which models mix in, are not taken for an anchor: no file has such a line. */
    private List<String> anchors() {
        List<String> anchors = new ArrayList<>();
        while (patch.peek().startsWith(MARK)) {
            String anchor = patch.take().substring(MARK.length());
            String text = anchor.startsWith(" ") ? anchor.substring(1) : anchor;
            if (!text.isBlank() && !text.matches(NUMBERS)) {
                anchors.add(text + "\n");
            }
        }
        return anchors;
    }

    private List<HunkLine> lines() {
        List<HunkLine> lines = new ArrayList<>();
        while (patch.hasNext()) {
            String line = patch.peek();
            char mark = line.isEmpty() || line.equals("\r") ? ' ' : line.charAt(0);
            if (" +-".indexOf(mark) < 0) {
                return lines;
            }
            HunkLine.Kind kind = switch (mark) {
                case '+' -> HunkLine.Kind.ADDED;
                case '-' -> HunkLine.Kind.REMOVED;
                default -> HunkLine.Kind.CONTEXT;
            };
            lines.add(new HunkLine(kind, (line.isEmpty() ? "" : line.substring(line.equals("\r") ? 0 : 1)) + "\n"));
            patch.take();
        }
        return lines;
    }
}

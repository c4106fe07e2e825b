package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLine;
import io.patchline.executor.diff.HunkLocation;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the hunks of one file in a V4A patch. */
final class V4aHunkReader {
    private static final String END_OF_FILE = "*** End of File";
    private static final String MARK = "@@";

    /** Anchors that name no line: numbers in the manner of a unified diff, which models mix in, or an ellipsis. */
    private static final Pattern NO_LINE =
            Pattern.compile("-\\d+(,\\d+)? \\+\\d+(,\\d+)?( @@.*)?|(?i:lines? )?\\d+( ?[-,–] ?\\d+)?|\\.\\.\\.|…");

    private final PatchLines patch;
    private final FilePath file;

    /**
     * @param file the file that the hunks are about: its name alone is no anchor
     */
    V4aHunkReader(PatchLines patch, FilePath file) {
        this.patch = patch;
        this.file = file;
    }

    List<Hunk> readAll() throws EditRefusedException {
        List<Hunk> hunks = new ArrayList<>();
        for (patch.skipBlanks(); patch.hasNext() && !isMarker(patch.peek()); patch.skipBlanks()) {
            hunks.add(read(hunks.isEmpty()));
        }
        return hunks;
    }

    private Hunk read(boolean first) throws EditRefusedException {
        int number = patch.number();
        if (!first && !patch.peek().startsWith(MARK)) {
            throw EditRefusedException.unmarked(number, patch.peek());
        }
        List<String> written = anchors();
        List<String> anchors = written.stream()
                .filter(this::namesLine)
                .map(text -> text + "\n")
                .toList();
        List<HunkLine> lines = lines();
        if (patch.hasNext() && !isMarker(patch.peek()) && !patch.peek().startsWith(MARK)) {
            throw EditRefusedException.unmarked(patch.number(), patch.peek());
        }
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
        Hunk hunk = new Hunk(
                number,
                new HunkLocation.AfterCursor(anchors, atEnd, anchors.size() < written.size()),
                lines,
                loose,
                false);
        if (!hunk.changesSomething()) {
            throw EditRefusedException.malformed(
                    number, "this hunk has no line that starts with + or -, so that it would change nothing.");
        }
        return hunk;
    }

    /** What stands after each {@code @@}, without a second one at the line's end, which unified diffs have. */
    private List<String> anchors() {
        List<String> anchors = new ArrayList<>();
        while (patch.peek().startsWith(MARK)) {
            String anchor = patch.take().substring(MARK.length());
            String text =
                    (anchor.startsWith(" ") ? anchor.substring(1) : anchor).replaceFirst("(?<!\\s)\\s*+@@\\s*+$", "");
            if (!text.isBlank()) {
                anchors.add(text);
            }
        }
        return anchors;
    }

    private boolean namesLine(String anchor) {
        String text = anchor.strip();
        return !NO_LINE.matcher(text).matches()
                && !text.equals(file.value())
                && !text.equals(file.segments().getLast())
                && !text.replaceFirst("^[ab]/", "").equals(file.value());
    }

    /** A line such as {@code *** Update File:}; a line that only begins with an asterisk is one that lacks its mark. */
    private static boolean isMarker(String line) {
        return line.strip().startsWith("*** ") && line.startsWith("*");
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

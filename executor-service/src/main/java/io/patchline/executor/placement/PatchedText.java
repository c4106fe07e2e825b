package io.patchline.executor.placement;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLine;
import io.patchline.executor.diff.Tolerance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Puts hunks into a document. Lines that a hunk only shows as context stay as they are in the document, byte for byte, however leniently they
 * were compared. Where a hunk did not fit exactly, the lines that it adds take on the line ends and the indentation of the lines around.
 */
public final class PatchedText {
    private final Document document;
    private final List<String> result = new ArrayList<>();

    private PatchedText(Document document) {
        this.document = document;
    }

    /**
     * @throws EditRefusedException if the indentation of an added line cannot be told
     */
    public static String of(Document document, List<Placement> placements) throws EditRefusedException {
        PatchedText text = new PatchedText(document);
        int cursor = 0;
        for (Placement placement : placements.stream()
                .sorted(Comparator.comparingInt(Placement::start))
                .toList()) {
            text.result.addAll(document.lines().subList(cursor, placement.start()));
            text.add(placement);
            cursor = placement.end();
        }
        text.result.addAll(document.lines().subList(cursor, document.size()));
        text.endLines();
        text.keepByteOrderMark(placements);
        text.keepMissingLineEnd(placements);
        return String.join("", text.result);
    }

    private void add(Placement placement) throws EditRefusedException {
        boolean exact = placement.tolerance() == Tolerance.EXACT;
        List<String> matched = document.lines().subList(placement.start(), placement.end());
        String lineEnd = exact ? "" : lineEnd(placement);
        Indentation indentation = placement.tolerance().ignoresIndentation()
                ? Indentation.learned(placement.hunk().oldLines(), matched)
                : Indentation.SAME;
        Optional<Punctuation> punctuation = placement.tolerance() == Tolerance.PUNCTUATION
                ? Optional.of(Punctuation.learned(placement.hunk().oldLines(), matched))
                : Optional.empty();
        Deque<Punctuation.Counterpart> removed = new ArrayDeque<>();
        int old = 0;
        for (HunkLine line : placement.hunk().lines()) {
            switch (line.kind()) {
                case CONTEXT -> {
                    removed.clear();
                    result.add(matched.get(old++));
                }
                case REMOVED -> removed.add(new Punctuation.Counterpart(line.text(), matched.get(old++)));
                case ADDED -> {
                    Punctuation.Counterpart counterpart =
                            removed.isEmpty() ? new Punctuation.Counterpart("", "") : removed.removeFirst();
                    String text = exact ? line.text() : adapted(line, lineEnd, indentation, placement.hunk());
                    result.add(
                            punctuation.isPresent()
                                    ? punctuated(text, punctuation.get(), counterpart, placement.hunk())
                                    : text);
                }
            }
        }
    }

    private static String adapted(HunkLine line, String lineEnd, Indentation indentation, Hunk hunk)
            throws EditRefusedException {
        String text = indentation.translate(Document.withoutLineEnd(line.text()), hunk);
        return line.endsFile() ? text : text + (lineEnd.isEmpty() ? Document.lineEnd(line.text()) : lineEnd);
    }

    private static String punctuated(
            String line, Punctuation punctuation, Punctuation.Counterpart counterpart, Hunk hunk)
            throws EditRefusedException {
        return punctuation.translate(Document.withoutLineEnd(line), counterpart, hunk) + Document.lineEnd(line);
    }

    /** The line end that all the lines around have; empty if they do not agree. */
    private String lineEnd(Placement placement) {
        int from = placement.end() > placement.start() ? placement.start() : Math.max(placement.start() - 1, 0);
        List<String> ends = document.lines().subList(from, placement.end()).stream()
                .map(Document::lineEnd)
                .filter(end -> !end.isEmpty())
                .distinct()
                .toList();
        return ends.size() == 1 ? ends.getFirst() : "";
    }

    /** A line that was the last and had no line end needs one when others come after it. */
    private void endLines() {
        String lineEnd = document.lines().isEmpty()
                ? "\n"
                : Document.lineEnd(document.lines().getFirst());
        for (int i = 0; i < result.size() - 1; i++) {
            if (!result.get(i).endsWith("\n")) {
                result.set(i, result.get(i) + (lineEnd.isEmpty() ? "\n" : lineEnd));
            }
        }
    }

    /** A text that is sought says nothing of the file's end: a last line without a line end stays one. */
    private void keepMissingLineEnd(List<Placement> placements) {
        boolean missing =
                !document.lines().isEmpty() && !document.lines().getLast().endsWith("\n");
        boolean atEnd =
                placements.stream().anyMatch(p -> p.hunk().form() != Hunk.Form.HUNK && p.end() == document.size());
        if (missing && atEnd && !result.isEmpty()) {
            result.set(result.size() - 1, Document.withoutLineEnd(result.getLast()));
        }
    }

    /** A hunk that does not know of the mark at the file's beginning must neither remove nor move it. */
    private void keepByteOrderMark(List<Placement> placements) {
        boolean unaware = placements.stream().anyMatch(p -> p.start() == 0 && p.tolerance() != Tolerance.EXACT);
        if (!document.startsWithByteOrderMark() || !unaware || result.isEmpty()) {
            return;
        }
        String first = document.lines().getFirst();
        int moved = result.indexOf(first);
        if (moved > 0) {
            result.set(moved, first.substring(1));
        }
        if (!result.getFirst().startsWith(Document.BYTE_ORDER_MARK)) {
            result.set(0, Document.BYTE_ORDER_MARK + result.getFirst());
        }
    }
}

package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchAction.Occurrences;
import io.patchline.patch.PatchAction.ReplaceText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Replaces whole lines that are not exactly those asked for, with the tolerance that a diff's context has. */
final class BlockReplacement {
    private static final int MOST_SHOWN = 10;

    private final ReplaceText action;
    private final Document document;
    private final Hunk hunk;
    private final WorkLimit work;

    BlockReplacement(ReplaceText action, String text, WorkLimit work) throws EditRefusedException {
        this.work = work;
        this.action = action;
        this.document = Document.of(text);
        this.hunk = hunk(lines(action.pattern()), lines(action.replacement()));
    }

    String replaced() throws EditRefusedException {
        LineSearch search = new LineSearch(document.lines(), work);
        for (Tolerance tolerance : Tolerance.values()) {
            List<Placement> placements = apart(search.places(hunk.oldLines(), tolerance), tolerance);
            if (placements.size() > 1 && action.occurrences() == Occurrences.ONE) {
                throw ambiguous(placements);
            }
            if (!placements.isEmpty()) {
                boolean all = action.occurrences() == Occurrences.ALL;
                return PatchedText.of(document, all ? placements : placements.subList(0, 1));
            }
        }
        throw new EditRefusedException(
                ErrorCode.CONTEXT_NOT_FOUND,
                "The text to replace is not in " + action.path() + ". "
                        + new NearestPlace(document, search, work).describe(hunk));
    }

    private List<Placement> apart(List<Integer> places, Tolerance tolerance) {
        List<Placement> apart = new ArrayList<>();
        for (int place : places) {
            if (apart.isEmpty() || apart.getLast().end() <= place) {
                apart.add(new Placement(hunk, place, tolerance));
            }
        }
        return apart;
    }

    private EditRefusedException ambiguous(List<Placement> placements) {
        String lines = placements.stream()
                .limit(MOST_SHOWN)
                .map(placement -> String.valueOf(placement.start() + 1))
                .collect(Collectors.joining(", "));
        return new EditRefusedException(
                ErrorCode.CONTEXT_AMBIGUOUS,
                "The text to replace stands " + placements.size() + " times in " + action.path() + ", at lines " + lines
                        + ". Add lines around it until it stands there once.");
    }

    private static List<String> lines(String text) {
        return text.lines().map(line -> line + "\n").toList();
    }

    /** Lines that pattern and replacement share are context, so that they stay as they are in the file. */
    private static Hunk hunk(List<String> before, List<String> after) {
        List<HunkLine> lines = new ArrayList<>();
        int cursor = 0;
        for (LineDiff.Edit edit : LineDiff.between(before, after)) {
            before.subList(cursor, edit.oldFrom())
                    .forEach(line -> lines.add(new HunkLine(HunkLine.Kind.CONTEXT, line)));
            before.subList(edit.oldFrom(), edit.oldTo())
                    .forEach(line -> lines.add(new HunkLine(HunkLine.Kind.REMOVED, line)));
            after.subList(edit.newFrom(), edit.newTo())
                    .forEach(line -> lines.add(new HunkLine(HunkLine.Kind.ADDED, line)));
            cursor = edit.oldTo();
        }
        before.subList(cursor, before.size()).forEach(line -> lines.add(new HunkLine(HunkLine.Kind.CONTEXT, line)));
        return new Hunk(1, new HunkLocation.Anywhere(), lines, 0, false);
    }
}

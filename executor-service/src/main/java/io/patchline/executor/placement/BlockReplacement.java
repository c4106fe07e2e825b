package io.patchline.executor.placement;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLine;
import io.patchline.executor.diff.HunkLocation;
import io.patchline.executor.diff.LineDiff;
import io.patchline.executor.diff.Tolerance;
import io.patchline.executor.diff.WorkLimit;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchAction.Occurrences;
import io.patchline.patch.PatchAction.ReplaceText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Replaces whole lines that are not exactly those asked for, with the tolerance that a diff's context has. */
public final class BlockReplacement {
    private static final int MOST_SHOWN = 10;

    private final ReplaceText action;
    private final Document document;
    private final Hunk hunk;
    private final WorkLimit work;
    private Tolerance used = Tolerance.EXACT;

    public BlockReplacement(ReplaceText action, String text, WorkLimit work) throws EditRefusedException {
        this.work = work;
        this.action = action;
        this.document = Document.of(text);
        List<HunkLine> lines = hunkLines(lines(action.pattern()), lines(action.replacement()));
        this.hunk = new Hunk(1, new HunkLocation.Anywhere(), lines, 0, false, Hunk.Form.SEARCH_TEXT);
    }

    public String replaced() throws EditRefusedException {
        LineSearch search = new LineSearch(document.lines(), work);
        for (Tolerance tolerance : Tolerance.values()) {
            List<Placement> placements = apart(search.places(hunk.oldLines(), tolerance), tolerance);
            if (placements.size() > 1 && action.occurrences() == Occurrences.ONE) {
                throw ambiguous(placements);
            }
            if (!placements.isEmpty()) {
                used = tolerance;
                boolean all = action.occurrences() == Occurrences.ALL;
                return PatchedText.of(document, all ? placements : placements.subList(0, 1));
            }
        }
        throw new EditRefusedException(
                ErrorCode.CONTEXT_NOT_FOUND,
                "The search text is not in " + action.path() + ". "
                        + new NearestPlace(document, search, work).describe(hunk));
    }

    /** How the lines were found, if not letter by letter. */
    public Optional<String> note() {
        return switch (used) {
            case EXACT -> Optional.empty();
            case TRAILING_BLANKS ->
                Optional.of("the search text was found without regard to blanks and line ends at the ends of lines");
            case TRIMMED ->
                Optional.of("the search text was found without regard to indentation; what was added has the file's");
            case PUNCTUATION ->
                Optional.of(
                        "the search text was found with quotes, dashes and spaces read as plain ones; what was added has the file's");
        };
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
                        + ". Add lines around it until it stands there once."
                        + Candidates.describe(
                                document.lines(),
                                placements.stream().map(Placement::start).toList(),
                                hunk.oldLines().size()));
    }

    private static List<String> lines(String text) {
        // A lone CR is a character of its line, as everywhere: String.lines() would end a line there.
        return Arrays.stream((text.endsWith("\n") ? text : text + "\n").split("(?<=\n)"))
                .map(line -> Document.withoutLineEnd(line) + "\n")
                .toList();
    }

    /** Lines that are the same before and after are context, so that they stay as they are in the file. */
    public static List<HunkLine> hunkLines(List<String> before, List<String> after) {
        List<HunkLine> lines = new ArrayList<>();
        int cursor = 0;
        for (LineDiff.Edit edit : LineDiff.between(before, after)) {
            add(lines, HunkLine.Kind.CONTEXT, before.subList(cursor, edit.oldFrom()));
            add(lines, HunkLine.Kind.REMOVED, before.subList(edit.oldFrom(), edit.oldTo()));
            add(lines, HunkLine.Kind.ADDED, after.subList(edit.newFrom(), edit.newTo()));
            cursor = edit.oldTo();
        }
        add(lines, HunkLine.Kind.CONTEXT, before.subList(cursor, before.size()));
        return lines;
    }

    private static void add(List<HunkLine> lines, HunkLine.Kind kind, List<String> texts) {
        texts.forEach(text -> lines.add(new HunkLine(kind, text)));
    }
}

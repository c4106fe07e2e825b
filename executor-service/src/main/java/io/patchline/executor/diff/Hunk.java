package io.patchline.executor.diff;

import java.util.List;
import java.util.Optional;

/**
 * Neighbouring lines of which some are removed and some added.
 *
 * @param patchLine where it stands in the patch, from 1
 * @param looseBlanks how many empty lines at its end may be context, or may only stand between it and what comes next
 * @param cutShort whether its header promises more lines than came
 */
public record Hunk(
        int patchLine, HunkLocation where, List<HunkLine> lines, int looseBlanks, boolean cutShort, Form form) {

    /** What whoever sent it knows it as. */
    public enum Form {
        HUNK,
        SEARCH_BLOCK,
        SEARCH_TEXT,
    }

    public Hunk {
        lines = List.copyOf(lines);
    }

    public Hunk(int patchLine, HunkLocation where, List<HunkLine> lines, int looseBlanks, boolean cutShort) {
        this(patchLine, where, lines, looseBlanks, cutShort, Form.HUNK);
    }

    /** What messages call it, at the beginning of a sentence. */
    public String title() {
        return switch (form) {
            case HUNK -> "The hunk at line " + patchLine + " of the diff";
            case SEARCH_BLOCK -> "The SEARCH block at line " + patchLine + " of the patch";
            case SEARCH_TEXT -> "The search text";
        };
    }

    /** What messages call it within a sentence. */
    public String shortTitle() {
        return switch (form) {
            case HUNK -> "the hunk";
            case SEARCH_BLOCK -> "the SEARCH block";
            case SEARCH_TEXT -> "the search text";
        };
    }

    public List<String> oldLines() {
        return lines.stream().filter(HunkLine::isOld).map(HunkLine::text).toList();
    }

    public List<String> newLines() {
        return lines.stream().filter(HunkLine::isNew).map(HunkLine::text).toList();
    }

    /** How many lines longer the file gets. */
    public int growth() {
        return lines.stream()
                .mapToInt(line -> switch (line.kind()) {
                    case CONTEXT -> 0;
                    case REMOVED -> -1;
                    case ADDED -> 1;
                })
                .sum();
    }

    public boolean changesSomething() {
        return lines.stream().anyMatch(line -> line.kind() != HunkLine.Kind.CONTEXT);
    }

    /** Whether its last line is a change: git takes such a hunk to be about the end of the file. */
    public boolean endsWithChange() {
        return lines.getLast().kind() != HunkLine.Kind.CONTEXT;
    }

    /** Whether it says that the file ends where it ends. */
    public boolean isAtEnd() {
        return lines.stream().anyMatch(HunkLine::endsFile)
                || (where instanceof HunkLocation.AfterCursor cursor && cursor.atEnd());
    }

    /** The same hunk, its loose blanks taken as what stands between two hunks. */
    public Optional<Hunk> withoutLooseBlanks() {
        List<HunkLine> kept = lines.subList(0, lines.size() - looseBlanks);
        return looseBlanks == 0 ? Optional.empty() : Optional.of(new Hunk(patchLine, where, kept, 0, cutShort, form));
    }
}

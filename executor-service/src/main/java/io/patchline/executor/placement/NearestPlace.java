package io.patchline.executor.placement;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.HiddenDifference;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLine;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.SimilarLine;
import io.patchline.executor.diff.Tolerance;
import io.patchline.executor.diff.WorkLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Describes the place that a hunk most likely means when it fits none, so that whoever wrote it can mend it. */
final class NearestPlace {
    /** Lines that occur often say little of a place, and would cost time. */
    private static final int MOST_OCCURRENCES = 4;

    private static final int LINES_SHOWN = 6;

    /** What it takes to compare a line of the file and to count it, see {@link WorkLimit}. */
    private static final int STEPS_OF_A_LINE = 400;

    private final Document document;
    private final LineSearch search;
    private final WorkLimit work;

    NearestPlace(Document document, LineSearch search, WorkLimit work) {
        this.document = document;
        this.search = search;
        this.work = work;
    }

    /** One or more sentences. */
    String describe(Hunk hunk) throws EditRefusedException {
        work.spend((long) STEPS_OF_A_LINE * document.size());
        List<String> old = hunk.oldLines();
        String already = alreadyThere(hunk);
        if (document.size() == 0) {
            return "The file is empty.";
        }
        int start = mostLinesInCommon(old);
        if (start == Integer.MIN_VALUE) {
            return already + hidden(old) + similarLine(old);
        }
        for (int i = 0; i < old.size(); i++) {
            int line = start + i;
            String found =
                    line >= 0 && line < document.size() ? document.lines().get(line) : "";
            if (!Tolerance.PUNCTUATION.canonical(found).equals(Tolerance.PUNCTUATION.canonical(old.get(i)))) {
                String why = hidden(old);
                return already
                        + (why.isEmpty()
                                ? HiddenDifference.explain(Document.withoutLineEnd(old.get(i)), found, work)
                                : why)
                        + "The nearest place is line " + (Math.max(start, 0) + 1) + ", where line " + (line + 1)
                        + " differs: "
                        + hunk.shortTitle() + " has \"" + LineExcerpt.of(old.get(i)) + "\"; the file "
                        + (line < document.size() ? "has there:" + excerpt(line) : "ends before it.");
            }
        }
        return already + "Its lines stand at line " + (start + 1) + ", but cannot be taken there.";
    }

    private String alreadyThere(Hunk hunk) throws EditRefusedException {
        List<String> lines = hunk.withoutLooseBlanks().orElse(hunk).newLines();
        boolean added = hunk.lines().stream().anyMatch(line -> line.kind() == HunkLine.Kind.ADDED);
        List<Integer> places = added ? search.places(lines, Tolerance.TRAILING_BLANKS) : List.of();
        return places.isEmpty()
                ? ""
                : "What it would make stands at line " + (places.getFirst() + 1)
                        + " already: has it been applied before? ";
    }

    /** The place at which most of the lines stand where they should; lines that occur everywhere do not count. */
    private int mostLinesInCommon(List<String> old) {
        Map<String, List<Integer>> offsets = new HashMap<>();
        for (int i = 0; i < old.size(); i++) {
            String line = Tolerance.PUNCTUATION.canonical(old.get(i));
            List<Integer> places = offsets.computeIfAbsent(line, key -> new ArrayList<>());
            if (!line.isEmpty() && places.size() < MOST_OCCURRENCES) {
                places.add(i);
            }
        }
        Map<Integer, Integer> votes = new HashMap<>();
        for (int i = 0; i < document.size(); i++) {
            for (int offset : offsets.getOrDefault(
                    Tolerance.PUNCTUATION.canonical(document.lines().get(i)), List.of())) {
                votes.merge(i - offset, 1, Integer::sum);
            }
        }
        int best = Integer.MIN_VALUE;
        for (Map.Entry<Integer, Integer> vote : votes.entrySet()) {
            int most = votes.getOrDefault(best, 0);
            if (vote.getValue() > most || (vote.getValue() == most && vote.getKey() < best)) {
                best = vote.getKey();
            }
        }
        return best;
    }

    private String similarLine(List<String> old) throws EditRefusedException {
        work.spend(SimilarLine.MOST_STEPS);
        String wanted = old.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
        return SimilarLine.in(document.lines(), wanted)
                .map(place -> "No line of it is in the file. The one most like \"" + LineExcerpt.of(wanted)
                        + "\" is line " + (place + 1) + ":" + excerpt(place))
                .orElseGet(() -> "No line of it is in the file, nor one like it. Read the file again; it begins with:"
                        + excerpt(0));
    }

    private String hidden(List<String> old) throws EditRefusedException {
        return HiddenDifference.explain(String.join("", old), document.text(), work);
    }

    /** A few lines of the file with their numbers, each on a line of its own. */
    private String excerpt(int from) {
        StringBuilder excerpt = new StringBuilder();
        int first = Math.clamp(from, 0, document.size() - 1);
        for (int i = first; i < Math.min(first + LINES_SHOWN, document.size()); i++) {
            excerpt.append('\n')
                    .append(i + 1)
                    .append(": ")
                    .append(LineExcerpt.of(document.lines().get(i)));
        }
        return excerpt.toString();
    }
}

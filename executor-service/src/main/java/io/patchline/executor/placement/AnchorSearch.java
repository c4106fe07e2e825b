package io.patchline.executor.placement;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.SimilarLine;
import io.patchline.executor.diff.Tolerance;
import io.patchline.executor.diff.WorkLimit;
import io.patchline.outcome.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the line that an anchor of a V4A hunk names: the first that is the anchor, after the cursor; else the only one that begins with it,
 * as models shorten {@code class Job(Base):} to {@code class Job}.
 */
final class AnchorSearch {
    private static final int MOST_SHOWN = 5;

    /** What it takes to compare a line with an anchor, see {@link WorkLimit}. */
    private static final int STEPS_OF_A_LINE = 100;

    private final String name;
    private final Document document;
    private final LineSearch search;
    private final WorkLimit work;

    AnchorSearch(String name, Document document, LineSearch search, WorkLimit work) {
        this.name = name;
        this.document = document;
        this.search = search;
        this.work = work;
    }

    /**
     * The index of the line.
     *
     * @param from the first line that it may be
     */
    int find(Hunk hunk, String anchor, int from) throws EditRefusedException {
        for (Tolerance tolerance : Tolerance.values()) {
            Optional<Integer> place = search.places(List.of(anchor), tolerance).stream()
                    .filter(line -> line >= from)
                    .findFirst();
            if (place.isPresent()) {
                return place.get();
            }
        }
        work.spend((long) STEPS_OF_A_LINE * document.size());
        List<Integer> begun = IntStream.range(from, document.size())
                .filter(line -> beginsWith(document.lines().get(line).strip(), anchor.strip()))
                .limit(MOST_SHOWN + 1)
                .boxed()
                .toList();
        if (begun.size() == 1) {
            return begun.getFirst();
        }
        throw begun.isEmpty() ? notFound(hunk, anchor, from) : ambiguous(hunk, anchor, begun);
    }

    /** Whether the line begins with the whole words of the anchor. */
    private static boolean beginsWith(String line, String anchor) {
        return line.startsWith(anchor)
                && (line.length() == anchor.length()
                        || !Character.isJavaIdentifierPart(anchor.charAt(anchor.length() - 1))
                        || !Character.isJavaIdentifierPart(line.charAt(anchor.length())));
    }

    private EditRefusedException notFound(Hunk hunk, String anchor, int from) throws EditRefusedException {
        Optional<Integer> before = search.places(List.of(anchor), Tolerance.TRIMMED).stream()
                .filter(line -> line < from)
                .findFirst();
        work.spend(SimilarLine.MOST_STEPS);
        String nearest = before.map(
                        line -> " It is line " + (line + 1) + ", before that: put the hunks in the order of the file.")
                .or(() -> like(anchor)
                        .map(line -> " An anchor is a whole line of the file; the one most like it is line "
                                + (line + 1) + ": \""
                                + LineExcerpt.of(document.lines().get(line)) + "\"."))
                .orElse(" An anchor is a whole line of the file; leave it out if the hunk's own lines are enough.");
        return new EditRefusedException(
                ErrorCode.CONTEXT_NOT_FOUND,
                hunk.title() + ": the anchor line \"@@ " + LineExcerpt.of(anchor) + "\" is not in " + name
                        + (from == 0 ? "." : " after line " + from + ", where what comes before it ends.") + nearest);
    }

    private Optional<Integer> like(String anchor) {
        String wanted = anchor.strip();
        return IntStream.range(0, document.size())
                .filter(line -> document.lines().get(line).contains(wanted))
                .boxed()
                .findFirst()
                .or(() -> SimilarLine.in(document.lines(), anchor));
    }

    private EditRefusedException ambiguous(Hunk hunk, String anchor, List<Integer> lines) {
        String shown = lines.stream()
                .limit(MOST_SHOWN)
                .map(line -> "\n" + (line + 1) + ": "
                        + LineExcerpt.of(document.lines().get(line)))
                .collect(Collectors.joining());
        return new EditRefusedException(
                ErrorCode.CONTEXT_AMBIGUOUS,
                hunk.title() + ": several lines of " + name + " begin with the anchor \"@@ " + LineExcerpt.of(anchor)
                        + "\". Write the whole line that you mean:" + shown);
    }
}

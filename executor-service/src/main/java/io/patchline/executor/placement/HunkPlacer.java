package io.patchline.executor.placement;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLocation;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.Tolerance;
import io.patchline.executor.diff.WorkLimit;
import io.patchline.outcome.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the place of each hunk of one file. The rule is in {@code docs/decisions/0010-patch-engine.md}. */
public final class HunkPlacer {
    private static final int MOST_SHOWN = 10;

    /** The nearest place is looked for so often only: it takes longer than the search itself, and later faults mostly follow from the first. */
    private static final int MOST_DESCRIBED = 3;

    private final String name;
    private final Document document;
    private final WorkLimit work;
    private final LineSearch search;
    private final List<Placement> placements = new ArrayList<>();
    private final TreeMap<Integer, Integer> taken = new TreeMap<>();
    private int cursor;
    private int faults;
    private int totalGrowth;
    private int lastStart;

    /**
     * @param name what messages call the document
     */
    public HunkPlacer(String name, Document document, WorkLimit work) {
        this.name = name;
        this.document = document;
        this.work = work;
        this.search = new LineSearch(document.lines(), work);
    }

    /**
     * Finds the hunk's place, which no later hunk may have.
     *
     * @throws EditRefusedException if it has none, or may have more than one
     */
    public void place(Hunk hunk) throws EditRefusedException {
        Placement placement = switch (hunk.where()) {
            case HunkLocation.Numbered numbered -> unified(hunk, Optional.of(numbered));
            case HunkLocation.Anywhere anywhere -> unified(hunk, Optional.empty());
            case HunkLocation.AfterCursor after -> v4a(hunk, after);
        };
        placements.add(placement);
        totalGrowth += placement.hunk().growth();
        lastStart = Math.max(lastStart, placement.start());
        if (placement.end() > placement.start()) {
            taken.put(placement.start(), placement.end());
        }
    }

    public List<Placement> placements() {
        return List.copyOf(placements);
    }

    private Placement unified(Hunk hunk, Optional<HunkLocation.Numbered> numbers) throws EditRefusedException {
        if (hunk.oldLines().size() == hunk.looseBlanks()) {
            return insertion(hunk.withoutLooseBlanks().orElse(hunk), numbers);
        }
        for (Tolerance tolerance : Tolerance.values()) {
            for (Hunk variant : variants(hunk)) {
                if (tolerance == Tolerance.EXACT && numbers.isPresent() && isWhereItSays(variant, numbers.get())) {
                    return checked(new Placement(variant, numbers.get().oldIndex(), tolerance));
                }
                List<Integer> places = free(variant, tolerance);
                if (places.size() > 1) {
                    throw ambiguous(hunk, places);
                }
                if (places.size() == 1) {
                    return checked(new Placement(variant, places.getFirst(), tolerance));
                }
            }
        }
        throw notFound(hunk, 0);
    }

    private static List<Hunk> variants(Hunk hunk) {
        return hunk.withoutLooseBlanks().map(without -> List.of(hunk, without)).orElse(List.of(hunk));
    }

    /**
     * Whether both line numbers of the header lead to a place where every line is exactly the hunk's. A hunk that ends with a change is for git
     * one about the end of the file: where it fits there too, the numbers contradict that and decide nothing.
     */
    private boolean isWhereItSays(Hunk hunk, HunkLocation.Numbered numbers) throws EditRefusedException {
        List<String> old = hunk.oldLines();
        int place = numbers.oldIndex();
        int atEnd = document.size() - old.size();
        return search.isAt(place, old)
                && isFree(place, old.size())
                && numbers.newIndex() == place + growthBefore(place)
                && (place == atEnd || !(hunk.isAtEnd() || (hunk.endsWithChange() && search.isAt(atEnd, old))));
    }

    /** Hunks are nearly always in the order of the file; only for others the ones before must be looked through. */
    private int growthBefore(int place) throws EditRefusedException {
        if (place >= lastStart) {
            return totalGrowth;
        }
        work.spend(placements.size());
        int growth = 0;
        for (Placement placement : placements) {
            growth += placement.start() < place ? placement.hunk().growth() : 0;
        }
        return growth;
    }

    /** Lines alone, without any that are there already: there is nothing to compare. */
    private Placement insertion(Hunk hunk, Optional<HunkLocation.Numbered> numbers) throws EditRefusedException {
        int size = document.size();
        boolean atEnd = numbers.isPresent() && numbers.get().oldStart() == size;
        if (size > 0 && !(atEnd && document.lines().getLast().endsWith("\n"))) {
            throw new EditRefusedException(
                    ErrorCode.CONTEXT_AMBIGUOUS,
                    hunk.title() + " only adds lines and has no context, so that its place in " + name + " ("
                            + document.size()
                            + " lines) cannot be checked. Add the lines before and after it as context.");
        }
        return new Placement(hunk, size, Tolerance.EXACT);
    }

    private List<Integer> free(Hunk hunk, Tolerance tolerance) throws EditRefusedException {
        int length = hunk.oldLines().size();
        boolean atEnd = hunk.isAtEnd();
        return search.places(hunk.oldLines(), tolerance).stream()
                .filter(place -> isFree(place, length))
                .filter(place -> !atEnd || place + length == document.size())
                .toList();
    }

    private boolean isFree(int start, int length) {
        var before = taken.lowerEntry(start + length);
        return before == null || before.getValue() <= start;
    }

    /** Half of a hunk that happens to fit must not be taken for the whole of it. */
    private Placement checked(Placement placement) throws EditRefusedException {
        Hunk hunk = placement.hunk();
        if (hunk.cutShort() && hunk.endsWithChange() && placement.end() < document.size()) {
            throw EditRefusedException.malformed(
                    hunk.patchLine(),
                    "the hunk seems to be cut short: its header promises more lines than follow, and it ends without context although "
                            + name + " goes on. Repeat the whole hunk.");
        }
        return placement;
    }

    private Placement v4a(Hunk hunk, HunkLocation.AfterCursor after) throws EditRefusedException {
        int from = cursor;
        AnchorSearch anchors = new AnchorSearch(name, document, search, work);
        for (String anchor : after.anchors()) {
            from = anchors.find(hunk, anchor, from) + 1;
        }
        if (hunk.oldLines().isEmpty()) {
            return v4aInsertion(hunk, after);
        }
        for (Hunk variant : variants(hunk)) {
            for (Tolerance tolerance : Tolerance.values()) {
                int start = repeatsAnchor(variant, after) ? from - 1 : from;
                List<Integer> places = free(variant, tolerance).stream()
                        .filter(p -> p >= start)
                        .toList();
                boolean unclear = after.unique() || (start < from && !places.isEmpty() && places.getFirst() == start);
                if (unclear && places.size() > 1) {
                    throw ambiguous(hunk, places);
                }
                if (!places.isEmpty()) {
                    Placement placement = new Placement(variant, places.getFirst(), tolerance);
                    cursor = placement.end();
                    return placement;
                }
            }
        }
        throw notFound(hunk, from);
    }

    /** Whether the hunk's first line is its anchor once more: then its place may begin with that line. */
    private static boolean repeatsAnchor(Hunk hunk, HunkLocation.AfterCursor after) {
        return !after.anchors().isEmpty()
                && Tolerance.TRIMMED
                        .canonical(hunk.oldLines().getFirst())
                        .startsWith(Tolerance.TRIMMED.canonical(after.anchors().getLast()));
    }

    /** Codex appends such lines to the file even if an anchor names another place; with an anchor we rather ask. */
    private Placement v4aInsertion(Hunk hunk, HunkLocation.AfterCursor after) throws EditRefusedException {
        if (!after.anchors().isEmpty()) {
            throw new EditRefusedException(
                    ErrorCode.CONTEXT_AMBIGUOUS,
                    hunk.title() + " only adds lines after \"@@ "
                            + LineExcerpt.of(after.anchors().getLast())
                            + "\" and does not say where. Add the line before or after them as context.");
        }
        return new Placement(hunk, document.size(), Tolerance.TRAILING_BLANKS);
    }

    private EditRefusedException ambiguous(Hunk hunk, List<Integer> places) {
        String numbers = places.stream()
                .limit(MOST_SHOWN)
                .map(place -> String.valueOf(place + 1))
                .collect(Collectors.joining(", "));
        return new EditRefusedException(
                ErrorCode.CONTEXT_AMBIGUOUS,
                hunk.title() + " fits " + places.size() + " places in " + name + ", at lines " + numbers
                        + (places.size() > MOST_SHOWN ? ", …" : "") + ". Add context lines until it fits only one."
                        + Candidates.describe(
                                document.lines(), places, hunk.oldLines().size()));
    }

    private EditRefusedException notFound(Hunk hunk, int from) throws EditRefusedException {
        String nearest = ++faults > MOST_DESCRIBED
                ? "See the faults of the hunks before it."
                : new NearestPlace(document, search, work).describe(hunk);
        return new EditRefusedException(
                ErrorCode.CONTEXT_NOT_FOUND,
                hunk.title() + " does not fit " + name + (from == 0 ? "" : " after line " + from)
                        + (hunk.isAtEnd() ? " at its end, where the hunk says that it stands" : "") + ". " + nearest);
    }
}

package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.answers.LazyList;
import io.patchline.ingest.http.Cursor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A page of a list of patches, in the order of the log, the newest first unless it is asked for the other way round. A patch is in it as soon as it was read from there, a moment after
 * its 202.
 *
 * @param matched how many patches match, on all pages
 * @param kept how many patches are kept at all; older ones are in the broker's log only
 * @param cursor for the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PatchPage(
        List<PatchSummary> patches,
        int matched,
        int kept,
        @JsonProperty("next_cursor") Optional<String> cursor) {
    /** A story at its place in the log. */
    private record Placed(long place, PatchStory story) {}

    /**
     * Looks at each story once, and puts no more of them in order than the page has.
     *
     * @param newestFirst about in this order: each story that is further in front than those before it costs a little more
     */
    public static PatchPage of(List<PatchStory> newestFirst, PatchQuery query) {
        Nearest nearest = new Nearest(query.limit() + 1, query.oldestFirst());
        int matched = 0;
        for (PatchStory story : query.oldestFirst() ? newestFirst.reversed() : newestFirst) {
            Optional<Long> place = story.origin().flatMap(AcceptedPatch::offset);
            if (place.isPresent() && query.matches(story)) {
                matched++;
                if (query.isBehindCursor(place.get())) {
                    nearest.add(place.get(), story);
                }
            }
        }
        List<Placed> rest = nearest.inOrder();
        List<Placed> page = rest.subList(0, Math.min(rest.size(), query.limit()));
        return new PatchPage(
                new LazyList<>(page, placed -> PatchSummary.of(placed.story())),
                matched,
                newestFirst.size(),
                page.size() < rest.size()
                        ? Optional.of(new Cursor(page.getLast().place()).token())
                        : Optional.empty());
    }

    /** Those that come first by their place, of all that were added. */
    private static final class Nearest {
        private final int most;
        private final Comparator<Placed> order;
        private final boolean oldestFirst;
        /** Its head is the last of them. */
        private final PriorityQueue<Placed> first;

        Nearest(int most, boolean oldestFirst) {
            Comparator<Placed> byPlace = Comparator.comparingLong(Placed::place);
            this.most = most;
            this.oldestFirst = oldestFirst;
            this.order = oldestFirst ? byPlace : byPlace.reversed();
            this.first = new PriorityQueue<>(most + 1, order.reversed());
        }

        void add(long place, PatchStory story) {
            if (first.size() == most) {
                long last = first.element().place();
                if (oldestFirst ? place > last : place < last) {
                    return;
                }
                first.remove();
            }
            first.add(new Placed(place, story));
        }

        List<Placed> inOrder() {
            return first.stream().sorted(order).toList();
        }
    }
}

package io.patchline.ingest.status;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
    private static final Comparator<PatchStory> OLDEST_FIRST = Comparator.comparingLong(PatchPage::place);

    /** Looks at each story once, and puts no more of them in order than the page has. */
    public static PatchPage of(List<PatchStory> stories, PatchQuery query) {
        Comparator<PatchStory> order = query.oldestFirst() ? OLDEST_FIRST : OLDEST_FIRST.reversed();
        PriorityQueue<PatchStory> first = new PriorityQueue<>(query.limit() + 2, order.reversed());
        int matched = 0;
        for (PatchStory story : stories) {
            if (!isInLog(story) || !query.matches(story)) {
                continue;
            }
            matched++;
            if (query.isBehindCursor(place(story))) {
                addIfFirst(first, story, query.limit() + 1);
            }
        }
        List<PatchStory> rest = first.stream().sorted(order).toList();
        List<PatchStory> page = rest.subList(0, Math.min(rest.size(), query.limit()));
        return new PatchPage(
                page.stream().map(PatchSummary::of).toList(),
                matched,
                stories.size(),
                page.size() < rest.size() ? Optional.of(new Cursor(place(page.getLast())).token()) : Optional.empty());
    }

    /** The queue's head is the last of those that are the first by now. */
    private static void addIfFirst(PriorityQueue<PatchStory> first, PatchStory story, int most) {
        if (first.size() < most) {
            first.add(story);
        } else if (requireNonNull(first.comparator()).compare(first.element(), story) < 0) {
            first.remove();
            first.add(story);
        }
    }

    private static boolean isInLog(PatchStory story) {
        return story.origin().flatMap(AcceptedPatch::offset).isPresent();
    }

    private static long place(PatchStory story) {
        return story.origin().flatMap(AcceptedPatch::offset).orElseThrow();
    }
}

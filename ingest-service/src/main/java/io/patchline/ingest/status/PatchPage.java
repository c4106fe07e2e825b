package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.Cursor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

    /** Looks at each story once. */
    public static PatchPage of(List<PatchStory> stories, PatchQuery query) {
        List<PatchStory> matching = stories.stream()
                .filter(story -> story.origin().flatMap(AcceptedPatch::offset).isPresent())
                .filter(query::matches)
                .sorted(query.oldestFirst() ? OLDEST_FIRST : OLDEST_FIRST.reversed())
                .toList();
        List<PatchStory> rest = matching.stream()
                .filter(story -> query.isBehindCursor(place(story)))
                .toList();
        List<PatchStory> page = rest.subList(0, Math.min(rest.size(), query.limit()));
        return new PatchPage(
                page.stream().map(PatchSummary::of).toList(),
                matching.size(),
                stories.size(),
                page.size() < rest.size() ? Optional.of(new Cursor(place(page.getLast())).token()) : Optional.empty());
    }

    private static long place(PatchStory story) {
        return story.origin().flatMap(AcceptedPatch::offset).orElseThrow();
    }
}

package io.patchline.ingest.acts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.Cursor;
import java.util.List;
import java.util.Optional;

/**
 * A page of acts, the newest first or the oldest.
 *
 * @param matched how many match, on all pages
 * @param kept how many are kept at all; older ones are in the broker's log only
 * @param cursor for the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ActPage(
        List<Act> acts,
        int matched,
        int kept,
        @JsonProperty("next_cursor") Optional<String> cursor) {

    static ActPage of(List<Act> inOrder, ActQuery query) {
        List<Act> matching = inOrder.stream().filter(query::matches).toList();
        List<Act> rest = matching.stream().filter(query::isOnLaterPage).toList();
        List<Act> page = rest.subList(0, Math.min(rest.size(), query.limit()));
        return new ActPage(
                page,
                matching.size(),
                inOrder.size(),
                page.size() < rest.size()
                        ? Optional.of(new Cursor(page.getLast().event()).token())
                        : Optional.empty());
    }
}

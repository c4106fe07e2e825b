package io.patchline.ingest.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.answers.LazyList;
import io.patchline.ingest.http.Cursor;
import io.patchline.outcome.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A page of dead letters, the newest first.
 *
 * @param next where the next page begins; absent on the last
 * @param matching how many the filter takes, on all pages
 * @param groups how many there are of each reason, with the rest of the filter
 * @param listed how many are known in all
 * @param queueDepth how many messages the queue holds, ready to be taken; absent while the broker is away or our user may not see it. More than listed: some are not known yet, or are copies
 *     that are of no use any more; the next look into the queue tells
 * @param unrouted how many messages lie in {@code patches.unrouted}, which are no dead letters but need a person, too
 * @param missingPermissions why one of these two is absent; left out where neither is for that reason
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeadLetterPage(
        @JsonProperty("dead_letters") List<DeadLetterSummary> letters,
        Optional<String> next,
        int matching,
        Map<ErrorCode, Long> groups,
        int listed,
        @JsonProperty("queue_depth") Optional<Long> queueDepth,
        Optional<Long> unrouted,

        @JsonProperty("missing_permissions") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> missingPermissions) {

    /**
     * What is asked for.
     *
     * @param cursor the place of the last letter of the page before
     * @param limit the most letters on this page: at least 1
     */
    public record Wanted(DeadLetterFilter filter, Optional<Cursor> cursor, int limit) {}

    static DeadLetterPage of(
            DeadLetterIndex index,
            Wanted wanted,
            QueueDepths depths,
            Function<DeadLetterEntry, DeadLetterSummary> summary) {
        DeadLetterFilter filter = wanted.filter();
        List<DeadLetterEntry> ofAnyReason = index.matching(filter.ofAnyReason());
        List<DeadLetterEntry> matching =
                ofAnyReason.stream().filter(filter::takes).toList();
        List<DeadLetterEntry> rest = matching.stream()
                .filter(entry -> wanted.cursor()
                        .map(last -> entry.offset() < last.place())
                        .orElse(true))
                .toList();
        List<DeadLetterEntry> page = rest.stream().limit(wanted.limit()).toList();
        Map<ErrorCode, Long> groups = ofAnyReason.stream()
                .collect(Collectors.groupingBy(DeadLetterEntry::reason, TreeMap::new, Collectors.counting()));
        return new DeadLetterPage(
                new LazyList<>(page, summary),
                rest.size() > page.size()
                        ? Optional.of(new Cursor(page.getLast().offset()).token())
                        : Optional.empty(),
                matching.size(),
                groups,
                index.size(),
                depths.dead(),
                depths.unrouted(),
                List.of());
    }

    DeadLetterPage with(List<String> missing) {
        return new DeadLetterPage(letters, next, matching, groups, listed, queueDepth, unrouted, missing);
    }
}

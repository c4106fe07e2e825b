package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One try at a patch, as its timeline has it.
 *
 * @param status {@code running}, or how it ended; {@code retrying} for one that failed and was tried again
 * @param event where in the log its outcome is
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AttemptView(
        int run,
        int attempt,
        String status,
        Optional<String> executor,
        @JsonProperty("started_at") Optional<Instant> startedAt,
        @JsonProperty("ended_at") Optional<Instant> endedAt,
        Optional<Long> event) {
    private static final String STARTED = "started";

    /** What else is told of a run comes before or after: of its dead letter, its lane, its callback. */
    private static final Set<String> ENDS = Arrays.stream(PatchState.values())
            .filter(PatchState::endsAttempt)
            .map(PatchState::wireName)
            .collect(Collectors.toUnmodifiableSet());

    private record Try(int run, int attempt) {}

    /** The attempts of a timeline, in order. */
    public static List<AttemptView> of(List<TimelineEntry> timeline) {
        return timeline.stream()
                .filter(moment -> isBegin(moment) || isEnd(moment))
                .map(moment -> new Try(moment.run(), moment.attempt()))
                .distinct()
                .map(number -> of(number, timeline))
                .toList();
    }

    private static AttemptView of(Try number, List<TimelineEntry> timeline) {
        List<TimelineEntry> own = timeline.stream()
                .filter(moment -> number.equals(new Try(moment.run(), moment.attempt())))
                .toList();
        Optional<TimelineEntry> begin =
                own.stream().filter(AttemptView::isBegin).findFirst();
        Optional<TimelineEntry> end = own.stream().filter(AttemptView::isEnd).reduce((first, last) -> last);
        return new AttemptView(
                number.run,
                number.attempt,
                end.map(TimelineEntry::what).orElse("running"),
                end.or(() -> begin).flatMap(TimelineEntry::executor),
                begin.map(TimelineEntry::time),
                end.map(TimelineEntry::time),
                end.flatMap(TimelineEntry::event));
    }

    private static boolean isBegin(TimelineEntry moment) {
        return Objects.equals(moment.what(), STARTED);
    }

    private static boolean isEnd(TimelineEntry moment) {
        return ENDS.contains(moment.what());
    }
}

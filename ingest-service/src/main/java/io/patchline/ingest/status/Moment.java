package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a patch's timeline.
 *
 * @param what {@code queued}, {@code started}, {@code succeeded} and so on
 * @param attempt the number of the attempt, 0 where there is none yet
 * @param executor who said so
 * @param event where in the log it is said: the id of the event in {@code /v1/events}; absent in the moment between the confirm and the log
 */
public record Moment(
        String what,
        Instant time,
        int run,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int attempt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> executor,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> event) {

    boolean isSameFactAs(Moment other) {
        return what.equals(other.what) && run == other.run && attempt == other.attempt;
    }

    /** Whether this is what the other says, and tells in addition where in the log it is. */
    boolean completes(Moment other) {
        return event.isPresent() && other.event.isEmpty() && isSameFactAs(other);
    }
}

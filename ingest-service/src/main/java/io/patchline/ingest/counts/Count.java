package io.patchline.ingest.counts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * How much happened in a minute or an hour.
 *
 * @param from its beginning
 * @param accepted patches that were accepted, each in its first run
 * @param replayed runs that were accepted besides
 * @param succeeded runs that ended so, and so on
 */
record Count(
        Instant from,
        long accepted,
        long replayed,
        long succeeded,
        long failed,
        @JsonProperty("timed_out") long timedOut,
        long refused,
        long cancelled,
        long interrupted,
        long rejected) {

    static Count none(Instant from) {
        return new Count(from, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}

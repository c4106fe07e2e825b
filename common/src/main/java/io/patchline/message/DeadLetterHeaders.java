package io.patchline.message;

import io.patchline.event.LaneHold;
import io.patchline.patch.PatchId;
import java.util.Map;
import java.util.Optional;

/** The headers by which a dead letter says why it is one, to an operator in the RabbitMQ console as to the ingest service. */
public final class DeadLetterHeaders {
    /** The error code. */
    public static final String REASON = "patchline-reason";

    /** The reason in one line. */
    public static final String SUMMARY = "patchline-summary";

    /** The number of the last attempt of the run that failed. */
    public static final String ATTEMPT = "patchline-attempt";

    /** The number of the run that failed; {@link PatchMessage#RUN} is that of the next one. */
    public static final String FAILED_RUN = "patchline-failed-run";

    public static final String EXECUTOR = "patchline-executor";
    public static final String LANE = "patchline-lane";

    /** When it became a dead letter, ISO 8601 in UTC. */
    public static final String DEAD_AT = "patchline-dead-at";

    /** Of the command that failed. */
    public static final String EXIT_CODE = "patchline-exit-code";

    /** Of the command that failed. */
    public static final String SIGNAL = "patchline-signal";

    /** The id of the patch whose failure began the hold, where the patch has part in one. */
    public static final String HELD_BY = "patchline-held-by";

    /** Its place behind the patch that has to come through; 0 for that patch itself. */
    public static final String HELD_ORDER = "patchline-held-order";

    private DeadLetterHeaders() {}

    /** The part in a hold that these headers tell of; none where they cannot be read. */
    public static Optional<LaneHold> hold(Map<String, Object> headers) {
        if (headers.get(HELD_BY) == null || !(headers.get(HELD_ORDER) instanceof Number order)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LaneHold(new PatchId(headers.get(HELD_BY).toString()), order.longValue()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The headers that tell of this part in a hold. */
    public static Map<String, Object> of(LaneHold hold) {
        return Map.of(HELD_BY, hold.by().value(), HELD_ORDER, hold.order());
    }
}

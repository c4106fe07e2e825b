package io.patchline.ingest.jobs;

import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.message.OutgoingMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * A job is over, as it stands in the log.
 *
 * @param cancelledBy who ended it before it was done
 */
record JobEnd(String id, Optional<String> cancelledBy, Instant time) {
    /** The {@code type} property of such a message. */
    static final String TYPE = "patchline.dead-letters.job-end";

    OutgoingMessage toMessage() {
        return JobOrder.message(TYPE, id, RequestBody.write(this));
    }
}

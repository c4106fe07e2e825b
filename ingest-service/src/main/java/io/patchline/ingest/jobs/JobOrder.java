package io.patchline.ingest.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.ingest.deadletters.DeadLetterFilter;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.time.Instant;

/**
 * Somebody's order to replay or discard many dead letters, as it stands in the log. Whatever dies, whoever reads the log next knows it and goes on with what of it is still
 * to be done: the dead letters that it takes and that are still there.
 *
 * @param id of the job, not of a patch
 * @param filter which dead letters; only those whose event lies up to the place in the log that it names
 * @param count how many these were, as the operator confirmed
 * @param by the name of the credential
 */
public record JobOrder(String id, Act act, DeadLetterFilter filter, int count, String by, Instant time) {
    /** The {@code type} property of such a message. */
    public static final String TYPE = "patchline.dead-letters.job";

    private static final int PERSISTENT = 2;

    /** What is done with each. */
    enum Act {
        @JsonProperty("replay")
        REPLAY,
        @JsonProperty("discard")
        DISCARD,
    }

    public OutgoingMessage toMessage() {
        return message(TYPE, id, RequestBody.write(this));
    }

    public static OutgoingMessage message(String type, String id, byte[] body) {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("job-" + id)
                .type(type)
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .build();
        return new OutgoingMessage(Topology.PATCHES, Topology.LOG_MARKER_KEY, properties, body);
    }
}

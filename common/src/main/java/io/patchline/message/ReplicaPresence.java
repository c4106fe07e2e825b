package io.patchline.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.MessageCodec.UndecodableException;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replica of the ingest service says on {@code patches.control} that it is there, for whoever watches: nothing is decided by it. What a newer version adds is passed over; executors, and replicas before this was told, pass over
 * the whole message.
 *
 * @param replica its name: the host's and the port of its HTTP
 * @param version of the service, such as {@code 1.2.0}
 * @param startedAt when it began
 * @param log {@code reading} until it has read the log to its end, then {@code read}, or {@code unheard} while what is new in it is not heard
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplicaPresence(
        String replica,
        String version,
        @JsonProperty("started_at") Instant startedAt,
        String log) {
    /** The {@code type} property of such a message. */
    public static final String TYPE = "patchline.replica-presence";

    /** A host's name has at most 253 characters. (Source: RFC 1035, 2.3.4.) */
    private static final int LONGEST = 300;

    private static final int TRANSIENT = 1;
    private static final ObjectMapper JSON = MessageCodec.mapper();

    public ReplicaPresence {
        if (replica.isBlank() || replica.length() > LONGEST || version.length() > LONGEST || log.length() > LONGEST) {
            throw new IllegalArgumentException("a replica has a name, and tells of itself in short");
        }
    }

    public OutgoingMessage toMessage() {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("replica-" + hashCode())
                .type(TYPE)
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .build();
        try {
            return new OutgoingMessage(Topology.CONTROL, "", properties, JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a replica's presence", e);
        }
    }

    /**
     * @throws UndecodableException if the body is no replica's presence
     */
    public static ReplicaPresence read(byte[] body) throws UndecodableException {
        try {
            @Nullable ReplicaPresence presence = JSON.readValue(body, ReplicaPresence.class);
            if (presence == null) {
                throw new UndecodableException("not a replica's presence");
            }
            return presence;
        } catch (IOException e) {
            throw new UndecodableException("not a replica's presence");
        }
    }
}

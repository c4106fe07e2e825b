package io.patchline.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.message.MessageCodec.UndecodableException;
import java.time.Instant;

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

    public ReplicaPresence {
        if (replica.isBlank() || replica.length() > LONGEST || version.length() > LONGEST || log.length() > LONGEST) {
            throw new IllegalArgumentException("a replica has a name, and tells of itself in short");
        }
    }

    public OutgoingMessage toMessage() {
        return ControlMessage.of("replica-" + hashCode(), TYPE, this);
    }

    /**
     * @throws UndecodableException if the body is no replica's presence
     */
    public static ReplicaPresence read(byte[] body) throws UndecodableException {
        return ControlMessage.read(body, ReplicaPresence.class);
    }
}

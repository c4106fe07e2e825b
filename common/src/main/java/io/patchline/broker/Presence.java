package io.patchline.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.MessageCodec.UndecodableException;
import java.io.IOException;

/**
 * An executor says on {@code patches.control} that it is there.
 *
 * @param executor its name
 * @param slots how many patches it carries out at the same time; 0: it takes no more and is about to leave
 */
public record Presence(String executor, int slots) {
    /** The {@code type} property of such a message. */
    public static final String TYPE = "patchline.presence";

    private static final int TRANSIENT = 1;
    private static final ObjectMapper JSON = MessageCodec.mapper();

    public Presence {
        if (executor.isBlank() || slots < 0) {
            throw new IllegalArgumentException("an executor has a name, and 0 slots or more");
        }
    }

    public OutgoingMessage toMessage() {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("presence-" + executor.hashCode())
                .type(TYPE)
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .build();
        try {
            return new OutgoingMessage(Topology.CONTROL, "", properties, JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a presence", e);
        }
    }

    /**
     * @throws UndecodableException if the body is no presence
     */
    public static Presence read(byte[] body) throws UndecodableException {
        try {
            return JSON.readValue(body, Presence.class);
        } catch (IOException e) {
            throw new UndecodableException("not a presence");
        }
    }
}

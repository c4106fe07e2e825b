package io.patchline.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.MessageCodec.UndecodableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is said on {@code patches.control} of oneself: JSON, said again soon, and gone where nobody hears it. */
final class ControlMessage {
    private static final int TRANSIENT = 1;
    private static final ObjectMapper JSON = MessageCodec.mapper();

    private ControlMessage() {}

    /** @param type the property by which a reader knows what it is */
    static OutgoingMessage of(String id, String type, Object said) {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(id)
                .type(type)
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .build();
        try {
            return new OutgoingMessage(Topology.CONTROL, "", properties, JSON.writeValueAsBytes(said));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a " + type, e);
        }
    }

    /** @throws UndecodableException if the body is none of that kind; the JSON text {@code null} is none of any */
    static <T> T read(byte[] body, Class<T> kind) throws UndecodableException {
        @Nullable T said;
        try {
            said = JSON.readValue(body, kind);
        } catch (IOException e) {
            said = null;
        }
        if (said == null) {
            throw new UndecodableException("not a " + kind.getSimpleName());
        }
        return said;
    }
}

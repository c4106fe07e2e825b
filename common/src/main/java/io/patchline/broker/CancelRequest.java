package io.patchline.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.MessageCodec.UndecodableException;
import io.patchline.patch.PatchId;
import java.nio.charset.StandardCharsets;

/** Asks every executor to end the run of a patch, on {@code patches.control}. Whoever is on it hears it; the others pass it over. */
public record CancelRequest(PatchId patch) {
    /** The {@code type} property of such a message. */
    public static final String TYPE = "patchline.cancel";

    /** The request as a message. */
    public OutgoingMessage toMessage() {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("cancel-" + patch.hash())
                .type(TYPE)
                .contentType("text/plain")
                .contentEncoding("UTF-8")
                .build();
        return new OutgoingMessage(
                Topology.CONTROL, "", properties, patch.value().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws UndecodableException if the body is no id
     */
    public static CancelRequest read(byte[] body) throws UndecodableException {
        try {
            return new CancelRequest(new PatchId(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new UndecodableException("no patch id to cancel");
        }
    }
}

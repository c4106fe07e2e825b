package io.patchline.executor.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.MessageCodec;
import io.patchline.broker.OutgoingMessage;
import io.patchline.broker.Topology;
import io.patchline.event.RunRef;

/** A piece of a command's output for whoever listens on {@code output.<hash of the id>}: neither persistent nor in the log. */
final class OutputMessage {
    private static final int TRANSIENT = 1;
    private static final ObjectMapper JSON = MessageCodec.mapper();

    private OutputMessage() {}

    /** The body of such a message. */
    record Piece(RunRef ref, String text) {}

    static OutgoingMessage of(RunRef ref, String text) {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(ref.patch().hash())
                .type("patchline.output")
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .build();
        try {
            byte[] body = JSON.writeValueAsBytes(new Piece(ref, text));
            return new OutgoingMessage(Topology.RESULTS, "output." + ref.patch().hash(), properties, body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a piece of output", e);
        }
    }
}

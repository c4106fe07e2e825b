package io.patchline.message;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.OutputPiece;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.patch.PatchId;

/** A piece of a command's output for whoever listens on {@code output.<hash of the id>}: neither persistent nor in the log. */
public final class OutputMessage {
    private static final int TRANSIENT = 1;

    private OutputMessage() {}

    /** The key by which {@code patches.results} hands on the output of this patch. */
    public static String routingKey(PatchId patch) {
        return "output." + patch.hash();
    }

    public static OutgoingMessage of(OutputPiece piece) {
        PatchId patch = piece.ref().patch();
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(patch.hash())
                .type("patchline.output")
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .build();
        return new OutgoingMessage(Topology.RESULTS, routingKey(patch), properties, MessageCodec.write(piece));
    }

    /**
     * @throws UndecodableException if the bytes are no piece of output that this version can read
     */
    public static OutputPiece read(byte[] body) throws UndecodableException {
        return MessageCodec.readOutput(body);
    }
}

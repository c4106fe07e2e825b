package io.patchline.ingest.usage;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.EventEnvelope;
import io.patchline.ingest.log.LogListener;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/** Hears from the log when credentials were used at other replicas: by the patches that came with them, and by messages that report a use. */
public final class CredentialUses implements LogListener {
    /** The {@code type} property of a message that reports a use; its body is a time and a name. */
    private static final String TYPE = "patchline.credential.used";

    private static final int TRANSIENT = 1;

    private final LastUses uses;

    public CredentialUses(LastUses uses) {
        this.uses = uses;
    }

    @Override
    public void accepted(PatchMessage message, long offset) {
        uses.note(message.source(), message.acceptedAt());
    }

    @Override
    public void happened(EventEnvelope event, long offset) {}

    @Override
    public void onMessage(String type, byte[] body, long offset) {
        if (!type.equals(TYPE)) {
            return;
        }
        String[] fields = new String(body, StandardCharsets.UTF_8).split(" ", 2);
        if (fields.length == 2) {
            note(fields[0], fields[1]);
        }
    }

    private void note(String time, String name) {
        try {
            uses.note(name, Instant.parse(time));
        } catch (DateTimeException e) {
            // Another version wrote it; a use less is known.
        }
    }

    /** The message that reports a use. */
    public static OutgoingMessage message(String name, Instant time) {
        BasicProperties properties = new BasicProperties.Builder()
                .type(TYPE)
                .contentType("text/plain")
                .deliveryMode(TRANSIENT)
                .build();
        byte[] body = (time + " " + name).getBytes(StandardCharsets.UTF_8);
        return new OutgoingMessage(Topology.PATCHES, Topology.LOG_MARKER_KEY, properties, body);
    }
}

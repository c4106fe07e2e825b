package io.patchline.ingest.oauth.grant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.MessageCodec;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Grants on the wire. They go through the exchange {@code patches}, to which no executor may publish. */
final class GrantMessages {
    private static final String TYPE = "patchline.grant";
    private static final String MARKER = "patchline.grant.marker";
    private static final int PERSISTENT = 2;
    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final Logger LOG = LoggerFactory.getLogger(GrantMessages.class);

    private GrantMessages() {}

    static OutgoingMessage of(GrantEvent event) {
        try {
            return message(TYPE, JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new AssertionError("a grant's event is JSON", e);
        }
    }

    /** Written to the end of the stream, to know when everything before it is read. */
    static OutgoingMessage marker() {
        return message(MARKER, new byte[0]);
    }

    /** Empty for a marker, and for what another version wrote: it is passed over and told. */
    static Optional<GrantEvent> read(BasicProperties properties, byte[] body) {
        if (MARKER.equals(properties.getType())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(body, GrantEvent.class));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("A message among the grants cannot be read and is passed over");
            return Optional.empty();
        }
    }

    private static OutgoingMessage message(String type, byte[] body) {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(UUID.randomUUID().toString())
                .type(type)
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .build();
        return new OutgoingMessage(Topology.PATCHES, Topology.GRANT_KEY, properties, body);
    }
}

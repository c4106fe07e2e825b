package io.patchline.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.EventEnvelope;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** A result event as a message: a CloudEvent in structured mode, its attributes mirrored in headers for whoever filters by them. */
public final class EventMessage {
    private static final int PERSISTENT = 2;

    private EventMessage() {}

    /** For {@code patches.results}, with the event's own routing key. */
    public static OutgoingMessage of(EventEnvelope event) {
        Instant time = event.time();
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(event.id())
                .type(event.type())
                .contentType(EventEnvelope.CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .timestamp(Date.from(time))
                .headers(Map.of(
                        "cloudEvents_id", event.id(),
                        "cloudEvents_type", event.type(),
                        "cloudEvents_source", event.source(),
                        "cloudEvents_subject", event.subject(),
                        "cloudEvents_time", time.toString()))
                .build();
        return new OutgoingMessage(Topology.RESULTS, event.data().routingKey(), properties, MessageCodec.write(event));
    }
}

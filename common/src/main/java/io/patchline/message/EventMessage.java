package io.patchline.message;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.EventEnvelope;
import io.patchline.patch.CallbackUrl;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A result event as a message: a CloudEvent in structured mode, its attributes mirrored in headers for whoever filters by them. */
public final class EventMessage {
    private static final int PERSISTENT = 2;

    private EventMessage() {}

    /** For {@code patches.results}, with the event's own routing key. */
    public static OutgoingMessage of(EventEnvelope event) {
        return of(event, Optional.empty());
    }

    /**
     * The same, and at once for {@code patches.callbacks} if there is somebody to tell: RabbitMQ takes further routing keys from the header
     * {@code CC}, so that there is one message, and one confirm for both. (Source: RabbitMQ's sender-selected distribution.)
     */
    public static OutgoingMessage of(EventEnvelope event, Optional<CallbackUrl> callback) {
        Instant time = event.time();
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(event.id())
                .type(event.type())
                .contentType(EventEnvelope.CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .timestamp(Date.from(time))
                .headers(headers(event, callback))
                .build();
        return new OutgoingMessage(Topology.RESULTS, event.data().routingKey(), properties, MessageCodec.write(event));
    }

    private static Map<String, Object> headers(EventEnvelope event, Optional<CallbackUrl> callback) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("cloudEvents_id", event.id());
        headers.put("cloudEvents_type", event.type());
        headers.put("cloudEvents_source", event.source());
        headers.put("cloudEvents_subject", event.subject());
        headers.put("cloudEvents_time", event.time().toString());
        callback.ifPresent(url -> {
            headers.put(PatchMessage.CALLBACK, url.value());
            headers.put("CC", List.of(Topology.CALLBACK_KEY));
        });
        return headers;
    }
}

package io.patchline.message;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.trace.TraceParent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message to publish: always mandatory, and to be persistent by its properties.
 *
 * @param properties with a message id, by which a returned message is known again
 */
public record OutgoingMessage(String exchange, String routingKey, BasicProperties properties, byte[] body) {

    /** The same, with the place in a trace in its headers, where there is one. */
    public OutgoingMessage within(Optional<TraceParent> trace) {
        if (trace.isEmpty()) {
            return this;
        }
        Map<String, Object> headers = new HashMap<>();
        Optional.ofNullable(properties.getHeaders()).ifPresent(headers::putAll);
        headers.put(TraceParent.HEADER, trace.get().header());
        return new OutgoingMessage(
                exchange, routingKey, properties.builder().headers(headers).build(), body);
    }
}

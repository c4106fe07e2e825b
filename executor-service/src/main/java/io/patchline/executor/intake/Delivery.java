package io.patchline.executor.intake;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Map;

/** One hand-over of a message by the broker. Its tag means something to its own consumer only. */
record Delivery(LaneConsumer consumer, long tag, BasicProperties properties, byte[] body) {

    Map<String, Object> headers() {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }

    void acknowledge() {
        consumer.acknowledge(tag);
    }
}

package io.patchline.executor.intake;

import com.rabbitmq.client.AMQP.BasicProperties;

/** One hand-over of a message by the broker. Its tag means something to its own consumer only. */
record Delivery(LaneConsumer consumer, long tag, BasicProperties properties, byte[] body) {

    void acknowledge() {
        consumer.acknowledge(tag);
    }
}

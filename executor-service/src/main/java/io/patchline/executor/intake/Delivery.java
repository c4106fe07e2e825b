package io.patchline.executor.intake;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Map;

/**
 * One hand-over of a message by the broker. Its tag means something to whoever took it only.
 *
 * @param deliveredBefore whether it is not the first
 */
record Delivery(Taker taker, long tag, boolean deliveredBefore, BasicProperties properties, byte[] body) {

    /** Who took the message from the broker, and tells it what became of it. */
    interface Taker {
        /** Whether the message is still the taker's to answer. Asks the broker, and waits for what it says. */
        boolean holds();

        /** The message is done with. */
        void acknowledge(long tag);

        /** The broker shall deliver the message again. */
        void giveBack(long tag);

        /** The broker shall put the message among the dead letters by itself. */
        void deadLetter(long tag);
    }

    Map<String, Object> headers() {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }

    boolean isHeld() {
        return taker.holds();
    }

    void acknowledge() {
        taker.acknowledge(tag);
    }

    void deadLetter() {
        taker.deadLetter(tag);
    }

    void giveBack() {
        taker.giveBack(tag);
    }
}

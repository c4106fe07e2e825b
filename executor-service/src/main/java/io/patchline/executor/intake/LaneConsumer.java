package io.patchline.executor.intake;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from one lane queue, one message at a time, on a channel of its own.
 *
 * <p>It leaves its queue so that order holds: in the middle of a patch it stays subscribed until the patch is done, then cancels, then
 * acknowledges, because the cancel lets the next executor begin. While it is idle, or has a message that is not done, it closes its channel, by which the broker takes back
 * whatever is here or on the way before anybody else gets more.
 */
final class LaneConsumer extends DefaultConsumer implements Delivery.Taker {
    private static final Logger LOG = LoggerFactory.getLogger(LaneConsumer.class);

    private final String queue;
    private final Map<String, Object> terms;
    private final Consumer<Delivery> receiver;

    /** Another one after a message was given back. */
    private volatile Channel channel;

    private boolean busy;
    private boolean leaving;

    private LaneConsumer(Channel channel, String queue, Map<String, Object> terms, Consumer<Delivery> receiver) {
        super(channel);
        this.channel = channel;
        this.queue = queue;
        this.terms = terms;
        this.receiver = receiver;
    }

    /**
     * Subscribes.
     *
     * @param timeout how long the broker waits for each acknowledgement, if it is 4.3 or later; others know their own {@code consumer_timeout} alone and pass over this
     * @param receiver gets each delivery on a thread that it must not hold, and answers it with {@link Delivery#acknowledge}
     */
    static LaneConsumer subscribe(Channel channel, String queue, Duration timeout, Consumer<Delivery> receiver)
            throws IOException {
        LaneConsumer consumer =
                new LaneConsumer(channel, queue, Map.of("x-consumer-timeout", timeout.toMillis()), receiver);
        consumer.consume(channel);
        return consumer;
    }

    private void consume(Channel from) throws IOException {
        from.basicQos(1);
        from.basicConsume(queue, false, terms, this);
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
        synchronized (this) {
            if (leaving) {
                return;
            }
            busy = true;
        }
        receiver.accept(new Delivery(this, envelope.getDeliveryTag(), envelope.isRedeliver(), properties, body));
    }

    /**
     * The broker ended the subscription: the queue was deleted, or an acknowledgement did not come in time (4.3 and later; older ones close the channel). Only a new session makes
     * it whole again, and gives back what a queue whose consumers all timed out would never deliver (rabbitmq-server #17317).
     */
    @Override
    public void handleCancel(String consumerTag) {
        LOG.atWarn()
                .addKeyValue("consumer", consumerTag)
                .log("The broker ended a subscription; the session is replaced");
        channel.getConnection().abort(AMQP.REPLY_SUCCESS, "a subscription was ended", 0);
    }

    /** The broker closed this channel and not the connection, for an acknowledgement that came too late for instance: nobody would take from the queue. */
    @Override
    public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
        if (!signal.isHardError() && !signal.isInitiatedByApplication()) {
            LOG.atWarn()
                    .addKeyValue("cause", signal.getMessage())
                    .log("The broker closed a channel; the session is replaced");
            channel.getConnection().abort(AMQP.REPLY_SUCCESS, "a channel was closed", 0);
        }
    }

    /** Takes no more. */
    void leave() {
        synchronized (this) {
            leaving = true;
            if (busy) {
                return;
            }
        }
        closeChannel();
    }

    /** A channel answers only as long as it is there on both sides; the broker takes its messages back when it is not. */
    @Override
    public boolean holds() {
        try {
            channel.basicQos(1);
            return true;
        } catch (IOException | AlreadyClosedException e) {
            return false;
        }
    }

    /** Tells the broker that the message is done with. On a channel that is gone this does nothing: the message comes again. */
    @Override
    public void acknowledge(long tag) {
        done(tag, () -> channel.basicAck(tag, false));
    }

    /**
     * It goes back to the head of its queue, and the broker counts how often. By closing the channel, and not by a reject: after a cancel the next executor has the message behind it already, and RabbitMQ 3.10 delivers that one
     * first to a consumer that stays, too.
     */
    @Override
    public void giveBack(long tag) {
        boolean stays = !isLastAnswer();
        closeChannel();
        if (stays) {
            subscribeAgain();
        }
    }

    private void subscribeAgain() {
        try {
            Channel next = channel.getConnection().createChannel();
            synchronized (this) {
                channel = next;
                if (leaving) {
                    closeChannel();
                    return;
                }
            }
            consume(next);
        } catch (IOException | AlreadyClosedException e) {
            LOG.atInfo()
                    .addKeyValue("queue", queue)
                    .log("The session or the subscription ended while a message was given back");
        }
    }

    /** By the queue's own dead letter exchange, at least once. */
    @Override
    public void deadLetter(long tag) {
        done(tag, () -> channel.basicReject(tag, false));
    }

    private interface Answer {
        void give() throws IOException;
    }

    /** The message is at its end, and whoever comes next may begin with the one behind it. */
    private void done(long tag, Answer answer) {
        boolean last = isLastAnswer();
        answer(tag, () -> {
            if (last) {
                channel.basicCancel(getConsumerTag());
            }
            answer.give();
        });
        if (last) {
            closeChannel();
        }
    }

    /** Whether this consumer has left its queue but for the message that it answers now. */
    private synchronized boolean isLastAnswer() {
        busy = false;
        return leaving;
    }

    private void answer(long tag, Answer answer) {
        try {
            answer.give();
        } catch (IOException | AlreadyClosedException e) {
            LOG.atInfo().addKeyValue("tag", tag).log("The channel was gone before the answer; the message comes again");
        }
    }

    /** A channel that the broker does not close in time keeps its message and its place at the queue: only the session's end takes both back. */
    private void closeChannel() {
        try {
            channel.close();
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("queue", queue).log("The broker did not close a channel; the session is replaced");
            channel.getConnection().abort(AMQP.REPLY_SUCCESS, "a channel was not closed in time", 0);
        } catch (IOException | AlreadyClosedException e) {
            LOG.atDebug().setCause(e).log("The channel was gone already");
        }
    }
}

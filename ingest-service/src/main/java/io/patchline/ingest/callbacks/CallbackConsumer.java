package io.patchline.ingest.callbacks;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.Confirmation;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.message.EventMessage;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import io.patchline.transition.Transition;
import io.patchline.transition.TransitionLog;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes callbacks that are due, each on a thread of its own, and lets go of one when what follows from its try is confirmed: the event, and
 * the message in the waiting queue. Whichever replica takes it sends it; if that one dies, another gets it. So it is sent at least once.
 */
final class CallbackConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackConsumer.class);

    private final CallbackDelivery delivery;
    private final PerReceiverLimit room;
    private final RetrySchedule schedule;
    private final ConfirmedPublisher publisher;
    private final CallbackMetrics metrics;
    private final TransitionLog transitions;
    private final Clock clock;

    CallbackConsumer(
            CallbackDelivery delivery,
            PerReceiverLimit room,
            RetrySchedule schedule,
            ConfirmedPublisher publisher,
            CallbackMetrics metrics,
            TransitionLog transitions,
            Clock clock) {
        this.delivery = delivery;
        this.room = room;
        this.schedule = schedule;
        this.publisher = publisher;
        this.metrics = metrics;
        this.transitions = transitions;
        this.clock = clock;
    }

    /**
     * Takes callbacks in this session.
     *
     * @param atOnce how many at a time
     * @throws IOException if the session is broken
     */
    void consume(BrokerSession session, int atOnce) throws IOException {
        Channel channel = session.openLastingChannel("callbacks");
        channel.basicQos(atOnce);
        channel.basicConsume(
                Topology.CALLBACKS,
                false,
                (tag, due) -> Thread.ofVirtual().name("callback").start(() -> handle(channel, due)),
                tag -> session.abandon("the broker ended the subscription to the callbacks"));
    }

    private void handle(Channel channel, Delivery due) {
        long tag = due.getEnvelope().getDeliveryTag();
        try {
            CallbackMessage message = CallbackMessage.read(due, clock.instant());
            boolean done =
                    room.enter(message.url().uri()) ? tried(message) : publish(message.toWait(schedule.forRoom()));
            settle(channel, tag, done);
        } catch (UndecodableException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("A callback cannot be read and is dropped");
            settle(channel, tag, true);
        } catch (InterruptedException e) {
            settle(channel, tag, false);
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A callback met a defect; it is tried again");
            settle(channel, tag, false);
        }
    }

    /** Whether everything that follows from the try is on the broker's disk. */
    private boolean tried(CallbackMessage message) throws UndecodableException, InterruptedException {
        try {
            CallbackDelivery.Result result = delivery.deliver(message);
            boolean waits = result.next()
                    .map(wait -> publish(message.triedOnceMore().toWait(wait)))
                    .orElse(true);
            boolean published = waits && publish(EventMessage.of(result.event()));
            if (published) {
                metrics.count(result.event().data());
                transitions.write(Transition.of(result.event().data()));
            }
            return published;
        } finally {
            room.leave(message.url().uri());
        }
    }

    private boolean publish(OutgoingMessage message) {
        return publisher.publish(message).toCompletableFuture().join() instanceof Confirmation.Confirmed;
    }

    /** On a channel that is closed there is nothing to do: the broker gives the message to somebody else. */
    private static void settle(Channel channel, long tag, boolean done) {
        synchronized (channel) {
            try {
                if (done) {
                    channel.basicAck(tag, false);
                } else {
                    channel.basicNack(tag, false, true);
                }
            } catch (IOException | AlreadyClosedException e) {
                LOG.atDebug().addKeyValue("cause", e.getMessage()).log("A callback comes again");
            }
        }
    }
}

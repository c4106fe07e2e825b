package io.patchline.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.message.OutgoingMessage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel in confirm mode and the messages that wait on it. It lives and dies with its session: the numbers of another channel's
 * confirms never meet these messages. Published to by one thread; answered by the session's.
 */
final class ConfirmChannel {
    private static final String LOST = "the connection to the broker was lost";
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmChannel.class);

    private final BrokerSession session;
    private final Channel channel;
    private final RefusedMessages refused;
    private final ConcurrentNavigableMap<Long, PendingPublish> pending = new ConcurrentSkipListMap<>();
    private final long openedNanos = System.nanoTime();
    private volatile boolean failed;

    ConfirmChannel(BrokerSession session, RefusedMessages refused) throws IOException {
        this.session = session;
        this.refused = refused;
        this.channel = session.openChannel();
        channel.confirmSelect();
        channel.addConfirmListener(
                (number, multiple) -> answer(number, multiple, PendingPublish::confirmed), (number, multiple) -> {
                    failed = true;
                    answer(number, multiple, PendingPublish::nacked);
                });
        channel.addReturnListener((Return r) -> returned(r));
        channel.addShutdownListener(this::ended);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Whether the broker closed this channel and the session goes on: another channel can take its place. */
    boolean isReplaceable() {
        return !channel.isOpen() && session.isOpen();
    }

    /**
     * Whether the broker has refused a message on this channel or not confirmed it in time, though it takes messages, and the channel was opened
     * at or before this time.
     */
    boolean hasFailedSince(long openedNanos) {
        return failed && this.openedNanos - openedNanos <= 0 && !session.isBlocked();
    }

    boolean isWaiting() {
        return !pending.isEmpty();
    }

    /** Another channel of the same session. */
    ConfirmChannel another() throws IOException {
        return new ConfirmChannel(session, refused);
    }

    /** Closes the channel without waiting for that. */
    void close() {
        BrokerSession.closeWithoutWaiting(channel);
    }

    /** Sends the message, or answers it at once where that cannot be. */
    void publish(PendingPublish publish) {
        if (session.isBlocked()) {
            publish.unavailable("the broker takes no messages at present: it is short of memory or disk");
            return;
        }
        if (publish.answer().isDone()) {
            return; // it took too long until its turn came
        }
        long number = channel.getNextPublishSeqNo();
        pending.put(number, publish);
        OutgoingMessage message = publish.message();
        try {
            channel.basicPublish(message.exchange(), message.routingKey(), true, message.properties(), message.body());
        } catch (IOException | AlreadyClosedException e) {
            pending.remove(number);
            publish.unavailable(LOST);
        } catch (IllegalArgumentException e) {
            // The client's own word for properties that do not fit into a frame. It has counted the message and not
            // sent it: its numbers are of no use any more.
            pending.remove(number);
            close();
            publish.unpublishable("its headers are larger than a frame of the connection");
        }
    }

    /** Gives up on messages handed over at or before this time. They are in the order of their numbers, and so of their age. */
    void expire(long handedOverNanos) {
        Iterator<PendingPublish> oldestFirst = pending.values().iterator();
        while (oldestFirst.hasNext()) {
            PendingPublish publish = oldestFirst.next();
            if (!publish.waitsSince(handedOverNanos)) {
                return;
            }
            oldestFirst.remove();
            failed = true;
            publish.unavailable("the broker did not confirm in time");
        }
    }

    private void answer(long number, boolean multiple, Consumer<PendingPublish> answer) {
        if (multiple) {
            ConcurrentNavigableMap<Long, PendingPublish> upTo = pending.headMap(number, true);
            upTo.values().forEach(answer);
            upTo.clear();
        } else {
            PendingPublish publish = pending.remove(number);
            if (publish != null) {
                answer.accept(publish);
            }
        }
    }

    /** The return names no number: every waiting message of that id is taken for it, and the same fate is theirs. */
    private void returned(Return returned) {
        String id = returned.getProperties().getMessageId();
        pending.values().stream()
                .filter(publish -> id.equals(publish.message().properties().getMessageId()))
                .forEach(publish -> publish.returned(returned.getReplyText()));
    }

    private void ended(ShutdownSignalException signal) {
        Optional<MessageRefusal> refusal = MessageRefusal.of(signal);
        if (refusal.isPresent()) {
            boolean alone = channel.getNextPublishSeqNo() == 2;
            refused.settle(refusal.get(), pending.values(), alone);
            pending.clear();
            LOG.atWarn()
                    .addKeyValue("cause", refusal.get().reason())
                    .log("The broker refused a message; its channel is replaced");
            return;
        }
        failAll(LOST);
        if (!signal.isHardError() && !signal.isInitiatedByApplication()) {
            session.abandon("the broker closed a publisher's channel: " + signal.getMessage());
        }
    }

    private void failAll(String reason) {
        pending.values().forEach(publish -> publish.unavailable(reason));
        pending.clear();
    }
}

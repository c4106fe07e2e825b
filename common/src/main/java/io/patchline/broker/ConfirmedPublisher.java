package io.patchline.broker;

import com.rabbitmq.client.AlreadyClosedException;
import io.patchline.message.OutgoingMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages and says of each whether the broker has it on disk. One thread sends them in batches, with asynchronous confirms;
 * another one answers those for which that takes too long; callers never wait. Safe for use by several threads.
 *
 * <p>The shape is the one measured in {@code docs/decisions/0001}: a bounded hand-over, one publishing thread, one object per connection
 * that fails all that waits on it when the connection goes.
 *
 * <p>A message that the broker refuses for what it is costs the channel, which is replaced, and ends as {@link Confirmation.Unpublishable}; what was on its way with
 * it is unavailable, to be sent again. A channel that the broker closes for any other reason (its exchange is gone, a permission was taken away) ends the session.
 *
 * <p>A channel on which a message failed is replaced, if it is older than {@link #RENEW_EVERY}. The broker looks up who leads a quorum queue when
 * a channel first publishes to it; if that leader's node is lost in that moment, RabbitMQ 3.10 refuses everything that this channel ever
 * publishes to the queue, until the node is back ({@code rabbit_fifo_client:enqueue}). Another channel looks it up anew. It takes the place when it has answered a message ({@link ChannelRenewal}).
 */
public final class ConfirmedPublisher implements AutoCloseable {
    private static final int BATCH = 256;
    private static final Duration SWEEP_EVERY = Duration.ofMillis(100);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(1);
    private static final String CUT_OFF = "there is no connection to the broker";
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedPublisher.class);

    private final PublisherLimits limits;
    private final LinkedBlockingQueue<PendingPublish> handOver = new LinkedBlockingQueue<>();
    /** What was taken from there last, on its way to a channel. */
    private volatile List<PendingPublish> sending = List.of();

    /** On their way to channels of their own. */
    private final ConcurrentLinkedQueue<PendingPublish> alone = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waitingMessages = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("publisher").unstarted(this::publishAll);
    private final Thread expiry = Thread.ofPlatform().name("publisher-expiry").unstarted(this::expireAll);
    private final AtomicReference<@Nullable ConfirmChannel> channel = new AtomicReference<>();
    /** Published to no more; each waits for its last confirms. */
    private final ConcurrentLinkedQueue<ConfirmChannel> replaced = new ConcurrentLinkedQueue<>();

    private final RefusedMessages refused;

    private final ChannelRenewal renewal = new ChannelRenewal(channel, replaced);

    private volatile boolean stopping;

    public ConfirmedPublisher(PublisherLimits limits) {
        this.limits = limits;
        this.refused = new RefusedMessages(limits.messageBytes());
        thread.start();
        expiry.start();
    }

    /**
     * From now on publishes in this session.
     *
     * @throws IOException if the session is broken
     */
    public void onSession(BrokerSession session) throws IOException {
        refused.forgetLearnt();
        channel.set(new ConfirmChannel(session, refused));
    }

    /** Whether there is a channel to publish on. */
    public boolean isReady() {
        ConfirmChannel open = channel.get();
        return open != null && open.isOpen();
    }

    /** How many messages wait for their confirms. */
    public int waiting() {
        return waitingMessages.get();
    }

    /** Hands the message over. The answer comes within the confirm timeout, on any thread, and at once if there is no connection; it never completes exceptionally. */
    public CompletionStage<Confirmation> publish(OutgoingMessage message) {
        Optional<String> refusal = refused.reason(message);
        if (refusal.isPresent()) {
            return CompletableFuture.completedStage(new Confirmation.Unpublishable(refusal.get()));
        }
        int size = message.body().length;
        boolean room = waitingMessages.incrementAndGet() <= limits.messages();
        room &= waitingBytes.addAndGet(size) <= limits.bytes();
        PendingPublish publish = new PendingPublish(message, System.nanoTime());
        CompletableFuture<Confirmation> answer = publish.answer().whenComplete((confirmation, never) -> {
            waitingMessages.decrementAndGet();
            waitingBytes.addAndGet(-size);
        });
        if (!room) {
            publish.answer().complete(new Confirmation.Overloaded());
        } else if (stopping) {
            publish.unavailable("the service is shutting down");
        } else if (isCutOff()) {
            publish.unavailable(CUT_OFF);
        } else {
            handOver.add(publish);
        }
        return answer.minimalCompletionStage();
    }

    /** Sends what was handed over, waits for its confirms up to the confirm timeout, and takes no more. */
    @Override
    public void close() {
        stopping = true;
        long end = System.nanoTime() + limits.confirmTimeout().toNanos();
        try {
            while (waitingMessages.get() > 0 && System.nanoTime() < end) {
                thread.join(Duration.ofMillis(10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        expiry.interrupt();
        expire(System.nanoTime());
    }

    private boolean isCutOff() {
        ConfirmChannel open = channel.get();
        return open == null || !(open.isOpen() || open.isReplaceable());
    }

    private void publishAll() {
        List<PendingPublish> batch = new ArrayList<>(BATCH);
        while (!Thread.interrupted()) {
            try {
                PendingPublish first = handOver.poll(SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    handOver.drainTo(batch, BATCH - 1);
                }
                sending = List.copyOf(batch);
                batch.clear();
                send(sending);
                sending = List.of();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.atError()
                        .setCause(e)
                        .log("The publisher met a defect; what it was sending is answered as unavailable");
                sending.forEach(publish -> publish.unavailable("a defect in the publisher"));
            }
        }
    }

    private void send(List<PendingPublish> batch) {
        ConfirmChannel open = channel.get();
        if (open == null || !open.isOpen()) {
            batch.forEach(publish -> publish.unavailable(CUT_OFF));
            if (open != null && open.isReplaceable()) {
                renewal.begin(open);
            }
        } else {
            batch.forEach(publish -> send(publish, open));
            if (open.hasFailedSince(System.nanoTime() - RENEW_EVERY.toNanos())) {
                renewal.begin(open);
            }
        }
        replaced.removeIf(this::isDone);
    }

    /** What may have cost others their channel is sent on one of its own, where it is known whom the broker means. */
    private void send(PendingPublish publish, ConfirmChannel open) {
        if (refused.isSuspect(publish.message())) {
            Thread.ofVirtual().name("suspect-message").start(() -> sendAlone(publish, open));
        } else {
            renewal.publish(publish, open);
        }
    }

    private void sendAlone(PendingPublish publish, ConfirmChannel open) {
        alone.add(publish);
        try {
            ConfirmChannel own = open.another();
            publish.whenConfirmed(() -> refused.acquit(publish.message()));
            own.publish(publish);
            replaced.add(own);
        } catch (IOException | AlreadyClosedException e) {
            publish.unavailable("the broker gave no channel for it: " + e.getMessage());
        } finally {
            alone.remove(publish);
        }
    }

    /** On a thread of its own: the one that publishes may be held up by a broker that reads nothing, for as long as that is so. */
    private void expireAll() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(SWEEP_EVERY.toMillis());
                expire(System.nanoTime() - limits.confirmTimeout().toNanos());
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("The publisher is closed");
        }
    }

    private void expire(long handedOverNanos) {
        try {
            ConfirmChannel open = channel.get();
            if (open != null) {
                open.expire(handedOverNanos);
            }
            renewal.expire(handedOverNanos);
            replaced.forEach(sent -> sent.expire(handedOverNanos));
            sending.forEach(publish -> publish.expired(handedOverNanos));
            alone.forEach(publish -> publish.expired(handedOverNanos));
            handOver.removeIf(publish -> publish.expired(handedOverNanos));
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("Who waits for a confirm could not be answered; it is tried again");
        }
    }

    private boolean isDone(ConfirmChannel sent) {
        if (sent.isOpen() && sent.isWaiting()) {
            return false;
        }
        sent.close();
        return true;
    }
}

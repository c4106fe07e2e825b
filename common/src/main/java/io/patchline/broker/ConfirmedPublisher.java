package io.patchline.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages and says of each whether the broker has it on disk. One thread sends them in batches, with asynchronous confirms;
 * callers never wait. Safe for use by several threads.
 *
 * <p>The shape is the one measured in {@code docs/decisions/0001}: a bounded hand-over, one publishing thread, one object per connection
 * that fails all that waits on it when the connection goes.
 */
public final class ConfirmedPublisher implements AutoCloseable {
    private static final int BATCH = 256;
    private static final Duration SWEEP_EVERY = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedPublisher.class);

    private final PublisherLimits limits;
    private final LinkedBlockingQueue<PendingPublish> handOver = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingMessages = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("publisher").unstarted(this::publishAll);
    private volatile @Nullable ConfirmChannel channel;
    private volatile boolean stopping;

    public ConfirmedPublisher(PublisherLimits limits) {
        this.limits = limits;
        thread.start();
    }

    /**
     * From now on publishes in this session.
     *
     * @throws IOException if the session is broken
     */
    public void moveIn(BrokerSession session) throws IOException {
        channel = new ConfirmChannel(session);
    }

    /** How many messages wait for their confirms. */
    public int waiting() {
        return waitingMessages.get();
    }

    /** Hands the message over. The answer comes within the confirm timeout, on any thread; it never completes exceptionally. */
    public CompletionStage<Confirmation> publish(OutgoingMessage message) {
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
                send(batch);
                batch.clear();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.atError()
                        .setCause(e)
                        .log("The publisher met a defect; what it was sending is answered as unavailable");
                batch.forEach(publish -> publish.unavailable("a defect in the publisher"));
                batch.clear();
            }
        }
    }

    private void send(List<PendingPublish> batch) {
        ConfirmChannel open = channel;
        if (open == null || !open.isOpen()) {
            batch.forEach(publish -> publish.unavailable("there is no connection to the broker"));
            return;
        }
        batch.forEach(open::publish);
        open.expire(System.nanoTime() - limits.confirmTimeout().toNanos());
    }
}

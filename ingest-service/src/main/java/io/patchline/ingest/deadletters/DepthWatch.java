package io.patchline.ingest.deadletters;

import io.patchline.broker.BrokerSession;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares the queue's depth with the index from time to time, which disturbs nothing, and says when to look: when they differ twice in a row by the same numbers, and not again for numbers that a look has
 * left as they are. For one thread.
 */
public final class DepthWatch {
    private final DeadLetterIndex index;
    private final Supplier<Optional<BrokerSession>> session;
    private final long everyNanos;
    private long last = System.nanoTime();
    private Optional<Numbers> before = Optional.empty();
    private Optional<Numbers> lookedAt = Optional.empty();

    private record Numbers(long queue, int listed) {
        boolean differ() {
            return queue != listed;
        }
    }

    /**
     * @param every how often
     */
    public DepthWatch(DeadLetterIndex index, Supplier<Optional<BrokerSession>> session, Duration every) {
        this.index = index;
        this.session = session;
        this.everyNanos = every.toNanos();
    }

    public boolean isTimeToLook() {
        if (System.nanoTime() - last < everyNanos) {
            return false;
        }
        last = System.nanoTime();
        Optional<Numbers> now = numbers().filter(Numbers::differ);
        boolean look = now.isPresent() && now.equals(before) && !now.equals(lookedAt);
        before = now;
        return look;
    }

    /** Somebody looked. */
    public void looked(DeadLetterReconciler.Found found) {
        lookedAt = numbers();
        before = Optional.empty();
    }

    private Optional<Numbers> numbers() {
        return QueueDepths.now(session.get()).dead().map(depth -> new Numbers(depth, index.size()));
    }
}

package io.patchline.broker;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts another channel in the place of one on which a message failed, when that other one has answered a message. Until then the first stays, for others may go well on it: where a cluster has just
 * lost a node, a channel's first publish to a stream asks the coordinator of the streams, and on RabbitMQ 3.10 that may take a minute and a half. One at a time. Used by the publisher's thread; answered by the session's.
 */
final class ChannelRenewal {
    private static final Integer PERSISTENT = 2;
    private static final Logger LOG = LoggerFactory.getLogger(ChannelRenewal.class);

    private final AtomicReference<@Nullable ConfirmChannel> channel;
    private final ConcurrentLinkedQueue<ConfirmChannel> replaced;
    private final AtomicBoolean renewing = new AtomicBoolean();
    /** Opened, and nothing was published on it. */
    private final AtomicReference<@Nullable ConfirmChannel> untried = new AtomicReference<>();
    /** One message was published on it, which waits for its confirm. */
    private final AtomicReference<@Nullable ConfirmChannel> tried = new AtomicReference<>();

    /**
     * @param channel which is published to
     * @param replaced takes those that are published to no more
     */
    ChannelRenewal(AtomicReference<@Nullable ConfirmChannel> channel, ConcurrentLinkedQueue<ConfirmChannel> replaced) {
        this.channel = channel;
        this.replaced = replaced;
    }

    /** Begins to open another one, unless that is under way. Where the failed one is closed, one that is there takes its place at once, tried or not. */
    void begin(ConfirmChannel failed) {
        if (!failed.isOpen() && putWhatThereIs(failed)) {
            return;
        }
        if (renewing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("channel-renewal").start(() -> open(failed));
        }
    }

    private boolean putWhatThereIs(ConfirmChannel failed) {
        ConfirmChannel fresh = untried.getAndSet(null);
        ConfirmChannel next = fresh == null ? tried.getAndSet(null) : fresh;
        if (next != null) {
            settle(failed, next, true);
        }
        return next != null;
    }

    private void open(ConfirmChannel failed) {
        try {
            ConfirmChannel fresh = failed.another();
            if (failed.isOpen()) {
                untried.set(fresh);
            } else {
                settle(failed, fresh, true);
            }
        } catch (IOException | RuntimeException e) {
            LOG.atDebug().setCause(e).log("The channel is not replaced");
            renewing.set(false);
        }
    }

    /** Publishes on the channel, or on the one that is to take its place and has to answer a message for that. */
    void publish(PendingPublish publish, ConfirmChannel open) {
        ConfirmChannel fresh = isLasting(publish) ? untried.getAndSet(null) : null;
        if (fresh == null) {
            open.publish(publish);
        } else if (fresh.isOpen()) {
            tried.set(fresh);
            CompletableFuture<Void> unused = publish.answer().thenAccept(answer -> {
                if (tried.compareAndSet(fresh, null)) {
                    settle(open, fresh, isAnswer(answer));
                }
            });
            fresh.publish(publish);
        } else {
            settle(open, fresh, false);
            open.publish(publish);
        }
    }

    /** Whether its confirm tells that the channel works. Live output's does not: it goes to no stream, and mostly to no queue. */
    private static boolean isLasting(PendingPublish publish) {
        return Objects.equals(publish.message().properties().getDeliveryMode(), PERSISTENT);
    }

    /** Gives up on what was published at or before this time and is not answered. */
    void expire(long handedOverNanos) {
        ConfirmChannel waits = tried.get();
        if (waits != null) {
            waits.expire(handedOverNanos);
        }
    }

    /** Not put in its place if another session has come meanwhile. */
    private void settle(ConfirmChannel failed, ConfirmChannel fresh, boolean works) {
        boolean put = works && channel.compareAndSet(failed, fresh);
        replaced.add(put ? failed : fresh);
        renewing.set(false);
    }

    private static boolean isAnswer(Confirmation confirmation) {
        return confirmation instanceof Confirmation.Confirmed || confirmation instanceof Confirmation.Nacked;
    }
}

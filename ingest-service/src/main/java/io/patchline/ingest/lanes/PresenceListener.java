package io.patchline.ingest.lanes;

import com.rabbitmq.client.AlreadyClosedException;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.SessionKeeper;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.Presence;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriber of the executors' heartbeats on {@code patches.control}, through the SmallRye RabbitMQ connector: a queue of its own that goes with its
 * connection. That connection can end in silence while the session's goes on, so silence is answered by subscribing again. What is missed meanwhile is said
 * again a second later; see {@code docs/decisions/0093}.
 */
@Singleton
public final class PresenceListener implements SessionKeeper.SessionListener {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(PresenceListener.class);

    private final Multi<Message<byte[]>> presence;
    private final ExecutorRegistry executors;
    private @Nullable Cancellable subscription;

    PresenceListener(@Channel("presence") Multi<Message<byte[]>> presence, ExecutorRegistry executors) {
        this.presence = presence;
        this.executors = executors;
        Infrastructure.setDroppedExceptionHandler(PresenceListener::dropped);
    }

    @Override
    public void onSession(BrokerSession session) {
        subscribe();
        look(session, FIRST_LOOK);
    }

    private synchronized void subscribe() {
        Cancellable last = subscription;
        if (last != null) {
            last.cancel();
        }
        executors.listen();
        subscription = presence.subscribe()
                .with(
                        this::hear,
                        failure -> LOG.atWarn()
                                .addKeyValue("cause", failure.toString())
                                .log("Executors are not heard; they are subscribed to again"));
    }

    /** Subscribes again as long as nobody is heard, in pauses that grow: there may be nobody. */
    private void look(BrokerSession session, Duration pause) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!session.isOpen()) {
                        return;
                    }
                    if (!executors.alive().isEmpty()) {
                        look(session, FIRST_LOOK);
                        return;
                    }
                    subscribe();
                    Duration longer = pause.multipliedBy(2);
                    look(session, longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
                });
    }

    private void hear(Message<byte[]> message) {
        boolean isPresence = message.getMetadata(IncomingRabbitMQMetadata.class)
                .flatMap(IncomingRabbitMQMetadata::getType)
                .filter(Presence.TYPE::equals)
                .isPresent();
        if (!isPresence) {
            return;
        }
        try {
            executors.heard(Presence.read(message.getPayload()));
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("cause", e.why()).log("An executor's presence cannot be read");
        }
    }

    /**
     * What ends after its subscriber: a subscription whose connection went before it (the connector tries to cancel it there, in vain), and the
     * answer to a client that has gone.
     */
    private static void dropped(Throwable failure) {
        if (failure instanceof AlreadyClosedException || failure instanceof CancellationException) {
            LOG.atDebug().addKeyValue("cause", failure.toString()).log("Nobody waits for this end any more");
        } else {
            LOG.atError().setCause(failure).log("A failure that nobody waited for");
        }
    }
}

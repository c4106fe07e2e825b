package io.patchline.ingest.log;

import com.rabbitmq.client.AlreadyClosedException;
import io.patchline.broker.BrokerSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code patches.log}: what is new through the SmallRye RabbitMQ connector, subscribed anew in each session, and what is not through
 * {@link LogRangeReader}. The connector's own recovery stays off; see {@code docs/decisions/0050}.
 */
@Singleton
public final class LogReader {
    private static final long TRY_AGAIN_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private final Multi<Message<byte[]>> log;
    private final LogProjector projector;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("log-reader").factory());
    private @Nullable Cancellable reading;
    private volatile boolean ended;

    LogReader(@Channel("log") Multi<Message<byte[]>> log, LogProjector projector) {
        this.log = log;
        this.projector = projector;
        Infrastructure.setDroppedExceptionHandler(LogReader::dropped);
    }

    /** Reads in this session, in a subscription of its own; one that went before ends. */
    public synchronized void readIn(BrokerSession session) {
        cancel();
        ended = false;
        reading = log.emitOn(thread)
                .subscribe()
                .with(message -> fold(message, session), this::failed, () -> ended = true);
    }

    /** Whether the last subscription is known to have ended by itself. It may also end in silence; see {@link LogWatchdog}. */
    boolean hasEnded() {
        return ended;
    }

    /** Reads no more. */
    public synchronized void stop() {
        cancel();
        thread.shutdownNow();
    }

    private void failed(Throwable failure) {
        ended = true;
        LOG.atWarn().addKeyValue("cause", failure.toString()).log("Reading the log ended");
    }

    private void cancel() {
        Cancellable last = reading;
        if (last != null) {
            last.cancel();
            reading = null;
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

    private void fold(Message<byte[]> message, BrokerSession session) {
        message.getMetadata(IncomingRabbitMQMetadata.class)
                .map(meta ->
                        LogMessage.of(meta.getType(), meta.getMessageId(), meta.getHeaders(), message.getPayload()))
                .ifPresent(live -> foldUntilDone(live, session));
        CompletionStage<Void> acknowledged = message.ack();
        acknowledged.exceptionally(failure -> {
            LOG.atDebug().addKeyValue("cause", failure.toString()).log("A message of the log was not acknowledged");
            return null;
        });
    }

    private void foldUntilDone(LogMessage message, BrokerSession session) {
        LogRangeReader pages = new LogRangeReader(session);
        while (session.isOpen()) {
            try {
                projector.live(message, pages::read);
                return;
            } catch (IOException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("The log cannot be read; it is tried again");
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.patchline.ingest.status;

import com.rabbitmq.client.AlreadyClosedException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code patches.log} through the SmallRye RabbitMQ connector, from its beginning, anew in each session: the fold passes over what
 * it knows. The connector's own recovery stays off; see {@code docs/decisions/0001}.
 */
@Singleton
public final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private final Multi<Message<byte[]>> log;
    private final LogTail tail;
    private @Nullable Cancellable reading;

    LogReader(@Channel("log") Multi<Message<byte[]>> log, LogTail tail) {
        this.log = log;
        this.tail = tail;
        Infrastructure.setDroppedExceptionHandler(LogReader::dropped);
    }

    /** Reads from the beginning, in a subscription of its own; one that went before ends. */
    public synchronized void readAgain() {
        stop();
        reading = log.onItem()
                .transformToUniAndConcatenate(this::fold)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.atWarn()
                                .addKeyValue("cause", failure.toString())
                                .log("Reading the log ended"));
    }

    /** Reads no more. */
    public synchronized void stop() {
        Cancellable last = reading;
        if (last != null) {
            last.cancel();
            reading = null;
        }
    }

    /** The end of a subscription whose connection went before it: the connector tries to cancel it there, in vain. */
    private static void dropped(Throwable failure) {
        if (failure instanceof AlreadyClosedException) {
            LOG.atDebug()
                    .addKeyValue("cause", failure.getMessage())
                    .log("A subscription had ended with its connection");
        } else {
            LOG.atError().setCause(failure).log("A failure that nobody waited for");
        }
    }

    private Uni<Void> fold(Message<byte[]> message) {
        message.getMetadata(IncomingRabbitMQMetadata.class)
                .map(meta ->
                        LogMessage.of(meta.getType(), meta.getMessageId(), meta.getHeaders(), message.getPayload()))
                .ifPresent(tail::fold);
        return Uni.createFrom().completionStage(message.ack());
    }
}

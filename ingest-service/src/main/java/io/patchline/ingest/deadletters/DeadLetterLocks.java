package io.patchline.ingest.deadletters;

import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.Confirmation;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.publish.PatchPublisher;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives out the lock, in a session of its own: thousands of dead letters that pass by must not hold up the patches' confirms. Whoever gets it also knows everything that was done under
 * it before: the index has then been read up to the log's end.
 */
@Singleton
public final class DeadLetterLocks implements DeadLetterLock.Source {
    private static final Duration LOG_WITHIN = Duration.ofSeconds(10);

    private final List<BrokerAddress> addresses;
    private final PatchPublisher publisher;
    private final LogProjector projector;
    private final ExecutorService dispatcher = BrokerSession.newDispatcher();

    public DeadLetterLocks(IngestConfig config, PatchPublisher publisher, LogProjector projector) {
        this.addresses = BrokerAddress.from(config.broker());
        this.publisher = publisher;
        this.projector = projector;
    }

    @Override
    public DeadLetterLock take(Duration atMost)
            throws IOException, InterruptedException, DeadLetterLock.TakenException {
        BrokerSession session = BrokerSession.openAny(addresses, "patchline ingest dead letters", dispatcher);
        boolean taken = false;
        try {
            DeadLetterLock lock = DeadLetterQueueToken.take(session, atMost);
            awaitEndOfLog();
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                session.close();
            }
        }
    }

    private void awaitEndOfLog() throws IOException, InterruptedException {
        String marker = UUID.randomUUID().toString();
        CompletableFuture<Void> read = projector.whenRead(marker);
        Confirmation written = publisher
                .publish(LogProjector.marker(marker))
                .toCompletableFuture()
                .join();
        if (!(written instanceof Confirmation.Confirmed)) {
            throw new IOException("the log cannot be written: " + written);
        }
        try {
            read.get(LOG_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("the log was not read to its end in time", e);
        } finally {
            read.cancel(false);
        }
    }
}

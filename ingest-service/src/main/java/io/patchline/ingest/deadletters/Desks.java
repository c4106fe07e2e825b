package io.patchline.ingest.deadletters;

import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.Confirmation;
import io.patchline.ingest.Ingest;
import io.patchline.ingest.IngestConfig;
import io.patchline.ingest.status.LogTail;
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
 * Gives out the desk, in a session of its own: thousands of dead letters that pass by must not hold up the patches' confirms. Whoever gets it also knows everything that was done at it
 * before: the index has then been read up to the log's end.
 */
@Singleton
final class Desks {
    private static final Duration LOG_WITHIN = Duration.ofSeconds(10);

    private final List<BrokerAddress> addresses;
    private final Ingest ingest;
    private final LogTail tail;
    private final ExecutorService dispatcher = BrokerSession.newDispatcher();

    Desks(IngestConfig config, Ingest ingest, LogTail tail) {
        this.addresses = BrokerAddress.from(config.broker());
        this.ingest = ingest;
        this.tail = tail;
    }

    /**
     * Waits for the desk.
     *
     * @throws Desk.TakenException if somebody else has it all the while
     * @throws IOException if the broker is away
     */
    Desk take(Duration atMost) throws IOException, InterruptedException, Desk.TakenException {
        BrokerSession session = BrokerSession.openAny(addresses, "patchline ingest dead letters", dispatcher);
        boolean taken = false;
        try {
            Desk desk = Desk.take(session, atMost);
            awaitEndOfLog();
            taken = true;
            return desk;
        } finally {
            if (!taken) {
                session.close();
            }
        }
    }

    private void awaitEndOfLog() throws IOException, InterruptedException {
        String marker = UUID.randomUUID().toString();
        CompletableFuture<Void> read = tail.whenRead(marker);
        Confirmation written = ingest.patches()
                .publish(LogTail.marker(marker))
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

package io.patchline.ingest.oauth.grant;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.Confirmation;
import io.patchline.ingest.oauth.grant.GrantIndex.Verdict;
import io.patchline.message.OutgoingMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the stream of grants and says what a message came to: it is written, confirmed, and read back at its place among those of all replicas. Whoever
 * comes first there wins, without a lock. Safe for use by several threads.
 */
public final class GrantLog {
    /** To the end of what retention keeps of the stream. */
    private static final Duration READ_WITHIN = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(GrantLog.class);

    private final Function<OutgoingMessage, CompletionStage<Confirmation>> publish;
    private final Duration within;
    private volatile @Nullable GrantReading reading;

    /**
     * @param publish never completes exceptionally
     * @param within how long an answer to what is written is waited for
     */
    public GrantLog(Function<OutgoingMessage, CompletionStage<Confirmation>> publish, Duration within) {
        this.publish = publish;
        this.within = within;
    }

    /** Reads the stream from its first message. */
    @FunctionalInterface
    public interface Subscription {
        /**
         * @throws IOException if the session is broken
         */
        void to(Handler handler) throws IOException;
    }

    /** Takes the messages, in their order. */
    @FunctionalInterface
    public interface Handler {
        void take(BasicProperties properties, byte[] body);
    }

    /**
     * Begins to read in a new session; returns at once. The grants are known when this completes with true, and until the session ends.
     *
     * @param closed completes when the session has ended
     * @throws IOException if the session is broken
     */
    public CompletionStage<Boolean> begin(Subscription subscription, CompletionStage<String> closed)
            throws IOException {
        OutgoingMessage marker = GrantMessages.marker();
        GrantReading next = new GrantReading(String.valueOf(marker.properties().getMessageId()));
        reading = next;
        closed.thenRun(next::end);
        subscription.to(next::take);
        CompletionStage<Boolean> marked =
                publish.apply(marker).thenApply(answer -> answer instanceof Confirmation.Confirmed);
        return marked.thenCombine(
                next.caughtUp().orTimeout(READ_WITHIN.toSeconds(), TimeUnit.SECONDS), (written, whole) -> {
                    LOG.atInfo().addKeyValue("grants", whole.index().size()).log("The grants are known");
                    return written;
                });
    }

    /** Whether the grants are known, up to what was just written. */
    public boolean isKnown() {
        GrantReading now = reading;
        return now != null && now.isCurrent();
    }

    GrantIndex index() throws GrantsUnavailableException {
        return current().index();
    }

    /**
     * Writes a message and waits until it is read at its place.
     *
     * @throws GrantsUnavailableException if that is not known in time; it may have been written all the same
     */
    Verdict append(GrantEvent event) throws GrantsUnavailableException {
        OutgoingMessage message = GrantMessages.of(event);
        CompletableFuture<Verdict> verdict =
                current().verdict(String.valueOf(message.properties().getMessageId()));
        try {
            return publish.apply(message)
                    .toCompletableFuture()
                    .thenCompose(answer -> answer instanceof Confirmation.Confirmed
                            ? verdict
                            : CompletableFuture.failedFuture(
                                    new GrantsUnavailableException("the broker did not take the message")))
                    .get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().addKeyValue("cause", String.valueOf(e.getMessage())).log("A grant could not be written");
            throw new GrantsUnavailableException("the broker gave no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrantsUnavailableException("interrupted");
        } finally {
            verdict.cancel(false);
        }
    }

    private GrantReading current() throws GrantsUnavailableException {
        GrantReading now = reading;
        if (now == null || !now.isCurrent()) {
            throw new GrantsUnavailableException("the grants are being read");
        }
        return now;
    }
}

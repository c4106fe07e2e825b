package io.patchline.executor.report;

import io.patchline.broker.Confirmation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An event that was published and whose confirm nobody waits for yet. If the broker refuses it, or its channel is lost, it is published again at once, for as long as it takes, whatever goes on
 * meanwhile. Safe for use by several threads.
 */
public final class Announcement implements AutoCloseable {
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
    private final Again again;
    private boolean closed;
    private @Nullable Thread saying;

    /** Publishes it until it is confirmed. */
    interface Again {
        void untilConfirmed() throws InterruptedException;
    }

    /**
     * @param answer to the first time that it was published
     */
    Announcement(CompletionStage<Confirmation> answer, Again again) {
        this.again = again;
        answer.thenAccept(confirmation -> {
            if (confirmation instanceof Confirmation.Confirmed) {
                confirmed.complete(null);
            } else {
                sayAgain();
            }
        });
    }

    /**
     * Returns when the broker has it.
     *
     * @throws InterruptedException if the executor ends first
     */
    public void await() throws InterruptedException {
        try {
            confirmed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an event could not be published", e.getCause());
        }
    }

    /** From now on it is not published again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (saying != null) {
            saying.interrupt();
        }
    }

    private synchronized void sayAgain() {
        if (!closed) {
            saying = Thread.ofVirtual().name("announcement").start(this::untilConfirmed);
        }
    }

    private void untilConfirmed() {
        try {
            again.untilConfirmed();
            confirmed.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            confirmed.completeExceptionally(e);
        }
    }
}

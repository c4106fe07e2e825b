package io.patchline.ingest.body;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where what is costly to compute of a body is computed: that of a small one at once, that of a large one on threads of its own, few and with a bounded
 * queue, so that the event loops go on answering others. Safe for use by several threads.
 */
@Singleton
public final class LargeBodies {
    /** From how many bytes on a body is large: below, reading it takes some milliseconds at most. */
    public static final int LARGE = 64 << 10;

    /** Each may hold a body of 1 MiB and what was read of it, some twenty times as much. */
    private static final int THREADS = 2;

    private static final int WAITING = 100;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("large-body-", 0).factory());

    /**
     * Computes something of a body.
     *
     * @param size of the body, in bytes
     * @return fails with {@link RejectedExecutionException} where too many large bodies wait already; completes on one of the threads
     */
    public <T> CompletionStage<T> compute(int size, Supplier<T> task) {
        if (size < LARGE) {
            return CompletableFuture.completedFuture(task.get());
        }
        try {
            return CompletableFuture.supplyAsync(task, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** How many large ones were computed, about. */
    long computed() {
        return threads.getCompletedTaskCount();
    }

    @PreDestroy
    public void close() {
        threads.shutdownNow();
    }
}

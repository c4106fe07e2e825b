package io.patchline.executor.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Until when a step of a patch may go on: to the end of its timeout, or until its patch is cancelled, whichever comes first. Loops ask it, waits end with it. Safe for use
 * by several threads.
 */
public final class Deadline {
    /** Longer than any process lives: a timeout of 292 years and more has no number of nanoseconds. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Duration timeout;
    private final long endNanos;
    private final Cancellation cancellation;

    private Deadline(Duration timeout, Cancellation cancellation) {
        this.timeout = timeout;
        this.endNanos = System.nanoTime() + nanos(timeout);
        this.cancellation = cancellation;
    }

    /** Of a step that begins now. */
    public static Deadline after(Duration timeout, Cancellation cancellation) {
        return new Deadline(timeout, cancellation);
    }

    /** Of a step that nobody cancels and that has all the time of the world. */
    public static Deadline none() {
        return new Deadline(FOREVER, new Cancellation());
    }

    /** The timeout in nanoseconds, or a hundred years if it is longer. */
    public static long nanos(Duration timeout) {
        return timeout.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : timeout.toNanos();
    }

    /**
     * Returns if the step may go on.
     *
     * @throws StepEndedException if not
     */
    public void check() {
        if (cancellation.reason().isPresent() || leftNanos() <= 0) {
            throw ended();
        }
    }

    /** Whether {@link #check} would throw. */
    public boolean isOver() {
        return cancellation.reason().isPresent() || leftNanos() <= 0;
    }

    /** Why the step ends: its timeout, if it is not cancelled. */
    public StepEndedException ended() {
        return new StepEndedException(cancellation.reason(), timeout);
    }

    /**
     * Waits so long, if the step may go on for so long.
     *
     * @throws StepEndedException as soon as it may not
     */
    public void pause(Duration pause) throws InterruptedException {
        Ending ending = whenOver(() -> {});
        try {
            ending.await(Math.min(nanos(pause), Math.max(0, leftNanos())));
        } finally {
            boolean unused = ending.prevent();
        }
        check();
    }

    /** Calls the action once when the step may not go on any more, on any thread, unless it is {@linkplain Ending#prevent prevented} before. */
    public Ending whenOver(Runnable action) {
        CompletableFuture<Boolean> begins = new CompletableFuture<Boolean>()
                .completeOnTimeout(true, Math.max(0, leftNanos()), TimeUnit.NANOSECONDS);
        return new Ending(begins, cancellation.whenRequested(() -> begins.complete(true)), action);
    }

    private long leftNanos() {
        return endNanos - System.nanoTime();
    }

    /** What is to happen when a step may not go on. */
    public static final class Ending {
        private final CompletableFuture<Boolean> begins;
        private final Cancellation.Listening listening;

        private Ending(CompletableFuture<Boolean> begins, Cancellation.Listening listening, Runnable action) {
            this.begins = begins;
            this.listening = listening;
            CompletableFuture<Void> unused = begins.thenAccept(over -> {
                if (over) {
                    action.run();
                }
            });
        }

        private void await(long nanos) throws InterruptedException {
            try {
                Boolean unused = begins.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // The pause is over before the step is.
            } catch (ExecutionException e) {
                throw new AssertionError("an ending comes or does not", e);
            }
        }

        /** It is not to happen any more. Returns whether that came in time. */
        public boolean prevent() {
            listening.close();
            return begins.complete(false);
        }
    }
}

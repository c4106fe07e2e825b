package io.patchline.executor.run;

import io.patchline.executor.process.Cancellation;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How many patches this executor carries out at the same time. First come, first served. Safe for use by several threads. */
public final class Slots {
    private final int count;
    private final Queue<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int free;

    /**
     * @param count at least 1
     */
    public Slots(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("patchline.slots must be at least 1, is " + count);
        }
        this.count = count;
        this.free = count;
    }

    /** Waits for a slot. Empty if it is cancelled first: whoever shall end need not wait until it may begin. */
    Optional<Slot> take(Cancellation cancellation) throws InterruptedException {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        cancellation.whenRequested(() -> turn.complete(false));
        synchronized (this) {
            waiting.add(turn);
            hand();
        }
        try {
            return turn.get() ? Optional.of(this::release) : Optional.empty();
        } catch (InterruptedException e) {
            if (!turn.complete(false) && turn.join()) {
                release();
            }
            throw e;
        } catch (ExecutionException e) {
            throw new AssertionError("a turn comes or does not", e);
        }
    }

    private synchronized void release() {
        free++;
        hand();
    }

    /** To those who wait, in their order; who was cancelled meanwhile takes none. */
    private void hand() {
        while (free > 0 && !waiting.isEmpty()) {
            if (waiting.remove().complete(true)) {
                free--;
            }
        }
    }

    public int count() {
        return count;
    }

    public synchronized int taken() {
        return count - free;
    }

    /** A slot that is taken until it is closed. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}

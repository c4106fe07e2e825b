package io.patchline.executor.run;

import java.util.concurrent.Semaphore;

/** How many patches this executor carries out at the same time. First come, first served. Safe for use by several threads. */
public final class Slots {
    private final int count;
    private final Semaphore free;

    /**
     * @param count at least 1
     */
    public Slots(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("patchline.slots must be at least 1, is " + count);
        }
        this.count = count;
        this.free = new Semaphore(count, true);
    }

    /** Waits for a slot. */
    Slot take() throws InterruptedException {
        free.acquire();
        return free::release;
    }

    public int count() {
        return count;
    }

    public int taken() {
        return count - free.availablePermits();
    }

    /** A slot that is taken until it is closed. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}

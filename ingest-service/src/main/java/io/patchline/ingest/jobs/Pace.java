package io.patchline.ingest.jobs;

import java.util.concurrent.TimeUnit;

/** Lets through so many a second, evenly. For one thread. */
public final class Pace {
    private final long nanosEach;
    private long next = System.nanoTime();

    /**
     * @param perSecond at least 1
     */
    public Pace(int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("patchline.dead-letters.rate must be at least 1, is " + perSecond);
        }
        this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits for the turn. */
    public void next() throws InterruptedException {
        long wait = next - System.nanoTime();
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
        next = Math.max(next, System.nanoTime() - nanosEach) + nanosEach;
    }
}

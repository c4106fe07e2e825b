package io.patchline.ingest;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that only ever goes forward: begun with what the clock said when this was made, and from then on measured by the machine. For how long something
 * lasts, which a clock that is set back or forward must not change; what clients see is the clock's. Safe for use by several threads.
 */
public final class ElapsedTime implements InstantSource {
    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return began.plusNanos(System.nanoTime() - beganNanos);
    }
}

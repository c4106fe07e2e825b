package io.patchline.ingest;

import io.patchline.patch.PatchId;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Gives an id to a patch that was submitted without one: a UUID version 7, which begins with the time, so that ids sort by when they were
 * given, to the millisecond. (Source: RFC 9562, section 5.7.) As safe for use by several threads as its source of randomness is.
 */
public final class PatchIdGenerator {
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final RandomGenerator random;

    public PatchIdGenerator(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** An id that nobody else has: 74 of its bits are random. */
    public PatchId next() {
        long time = clock.millis() << 16;
        long high = time | VERSION | (random.nextLong() & 0xfff);
        long low = VARIANT | (random.nextLong() >>> 2);
        return new PatchId(new UUID(high, low).toString());
    }
}

package io.patchline.ingest.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The signed attempts that were taken, for as long as their signatures are good: the same one again is a replay. A sender's own retry is
 * another attempt, with another timestamp (docs/decisions/0046). Bounded; safe for use by several threads.
 */
final class ReplayCache {
    private final int most;
    private final InstantSource clock;
    private final Map<String, Instant> until = new HashMap<>();
    private Instant nextSweep = Instant.MIN;

    /** What came of taking one. */
    enum Claim {
        TAKEN,
        REPLAYED,
        /** As many are kept as may be, and nothing can be said of one more. */
        FULL
    }

    ReplayCache(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /**
     * Takes the attempt, once.
     *
     * @param attempt who signed, which message, when
     * @param goodFor how long its signature may still be good
     */
    synchronized Claim take(String attempt, Duration goodFor) {
        Instant now = clock.instant();
        sweep(now);
        Instant known = until.get(attempt);
        if (known != null && known.isAfter(now)) {
            return Claim.REPLAYED;
        }
        if (until.size() >= most) {
            return Claim.FULL;
        }
        until.put(attempt, now.plus(goodFor));
        return Claim.TAKEN;
    }

    /** Nothing came of it: it may be sent again as it is. */
    synchronized void giveBack(String attempt) {
        until.remove(attempt);
    }

    synchronized int size() {
        return until.size();
    }

    /** Once a second at most: a full table is not searched at every request. */
    private void sweep(Instant now) {
        if (!now.isBefore(nextSweep)) {
            until.values().removeIf(end -> !end.isAfter(now));
            nextSweep = now.plusSeconds(1);
        }
    }
}

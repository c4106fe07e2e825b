package io.patchline.ingest.body;

import java.util.HashMap;
import java.util.Map;

/** A share of the memory, for bodies that have arrived or are arriving, of which nobody may take more than a part. Safe for use by several threads. */
final class MemoryBudget {
    private final long bytes;
    private final long ofOne;
    private final Map<String, Long> takenBy = new HashMap<>();
    private long taken;

    /**
     * @param bytes how much all of them together may take
     * @param ofOne how much of it one holder may take
     */
    MemoryBudget(long bytes, long ofOne) {
        this.bytes = bytes;
        this.ofOne = ofOne;
    }

    /** Takes so much more for this holder, or nothing. */
    synchronized boolean take(String holder, long more) {
        if (more > bytes - taken || more > ofOne - takenBy.getOrDefault(holder, 0L)) {
            return false;
        }
        taken += more;
        takenBy.merge(holder, more, Long::sum);
        return true;
    }

    synchronized void giveBack(String holder, long less) {
        taken -= less;
        takenBy.computeIfPresent(holder, (name, own) -> own == less ? null : own - less);
    }

    synchronized long taken() {
        return taken;
    }
}

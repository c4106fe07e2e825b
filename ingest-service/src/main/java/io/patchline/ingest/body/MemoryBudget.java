package io.patchline.ingest.body;

/** A share of the memory, for bodies that have arrived or are arriving. Safe for use by several threads. */
final class MemoryBudget {
    private final long bytes;
    private long taken;

    /**
     * @param bytes how much all of them together may take
     */
    MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    synchronized boolean take(long more) {
        if (more > bytes - taken) {
            return false;
        }
        taken += more;
        return true;
    }

    synchronized void giveBack(long less) {
        taken -= less;
    }

    synchronized long taken() {
        return taken;
    }
}

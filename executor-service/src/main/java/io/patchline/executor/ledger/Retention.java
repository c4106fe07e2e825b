package io.patchline.executor.ledger;

import java.time.Duration;

/**
 * How long the ledger remembers runs that are over.
 *
 * @param keepFor at least {@link #SHORTEST}
 * @param keep about how many, the newest: at least {@value Shards#COUNT}. What is over for less than {@link #SHORTEST} is kept all the same
 * @param keepBytes about how many bytes of output, requests and reports: at least {@link #FEWEST_BYTES}; see {@link LedgerTrimmer}
 */
public record Retention(Duration keepFor, int keep, long keepBytes) {
    /** A few runs with all the output that is kept by default. */
    public static final long FEWEST_BYTES = 64L * 1024 * 1024;

    /** What is over for less than this is never forgotten: a broker that restarts delivers again what it had. */
    public static final Duration SHORTEST = Duration.ofHours(1);

    public Retention {
        if (keepFor.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("patchline.ledger.keep-for must be at least 1h, is " + keepFor);
        }
        if (keepBytes < FEWEST_BYTES) {
            throw new IllegalArgumentException("patchline.ledger.keep-bytes must be at least 64M, is " + keepBytes);
        }
        if (keep < Shards.COUNT) {
            throw new IllegalArgumentException(
                    "patchline.ledger.keep must be at least " + Shards.COUNT + ", is " + keep);
        }
    }

    /** How many are kept in each shard: ids are spread evenly over the shards by their hash. */
    int perShard() {
        return Math.ceilDiv(keep, Shards.COUNT);
    }
}

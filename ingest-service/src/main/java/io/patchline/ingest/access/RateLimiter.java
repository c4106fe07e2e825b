package io.patchline.ingest.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.patchline.ingest.config.Rate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each of the newest keys. Bounded: where one more is heard of than is kept, the one that was quiet for longest is
 * forgotten, and begins with a full bucket when it comes back. Safe for use by several threads.
 */
public final class RateLimiter {
    private final int keep;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What is left.
     *
     * @param allowed whether it may happen now
     * @param left how often it may happen after this, at once
     * @param pause how long until it may happen again; zero where it may now
     */
    public record Allowance(boolean allowed, long left, Duration pause) {
        /** The wait in whole seconds, at least one. */
        public long retryAfterSeconds() {
            return Math.max(1, pause.plusSeconds(1).minusNanos(1).toSeconds());
        }
    }

    /**
     * @param keep for how many keys
     */
    public RateLimiter(int keep, TimeMeter time) {
        this.keep = keep;
        this.time = time;
    }

    /** Takes one from the key's bucket, which is made for this rate if it is new. */
    public Allowance take(String key, Rate rate) {
        ConsumptionProbe probe = bucket(key, rate).tryConsumeAndReturnRemaining(1);
        return new Allowance(
                probe.isConsumed(), probe.getRemainingTokens(), Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    synchronized int size() {
        return buckets.size();
    }

    private synchronized Bucket bucket(String key, Rate rate) {
        // A rate that was changed is another bucket.
        Bucket bucket = buckets.computeIfAbsent(rate + " " + key, any -> made(rate));
        if (buckets.size() > keep) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return bucket;
    }

    private Bucket made(Rate rate) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(rate.times()).refillGreedy(rate.times(), rate.period()))
                .build();
    }
}

package io.patchline.broker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The queues and exchanges, as {@code queue patches.unrouted}, that the broker refused to tell a session's user of. Safe for use by several threads. */
final class RefusedNames {
    /** A permission that is given counts after this at the latest, and the broker's log holds one line for each name in that time. */
    static final Duration KEPT_FOR = Duration.ofMinutes(1);

    private final Map<String, Long> refusedAt = new ConcurrentHashMap<>();

    void add(String what) {
        refusedAt.put(what, System.nanoTime());
    }

    void remove(String what) {
        refusedAt.remove(what);
    }

    /** Whether the last answer was a refusal. */
    boolean contains(String what) {
        return refusedAt.containsKey(what);
    }

    /** Whether it was refused so recently that asking again would only be one more refusal. */
    boolean isRecent(String what) {
        Long at = refusedAt.get(what);
        return at != null && System.nanoTime() - at < KEPT_FOR.toNanos();
    }
}

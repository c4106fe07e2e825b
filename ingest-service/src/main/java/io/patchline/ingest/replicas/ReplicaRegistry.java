package io.patchline.ingest.replicas;

import io.patchline.ingest.ElapsedTime;
import io.patchline.message.ReplicaPresence;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The replicas that were heard of lately, this one included: at most {@value #MOST}. Safe for use by several threads. */
@Singleton
public final class ReplicaRegistry {
    /** Replicas speak once a second; who was not heard for this long is gone. */
    static final Duration LIFETIME = Duration.ofMillis(3500);

    /** So long after the first moment of listening everybody who is there has spoken. */
    static final Duration ALL_HAVE_SPOKEN = Duration.ofSeconds(2);

    static final int MOST = 200;

    private final Clock clock;
    private final InstantSource elapsed;
    private final Map<Key, Heard> replicas = new HashMap<>();
    private Instant listeningSince = Instant.MAX;

    /** Two that are called the same, as after a restart, are two. */
    private record Key(String replica, Instant startedAt) {}

    /**
     * A replica.
     *
     * @param at when it spoke last, by the clock
     * @param aliveUntil when it is gone unless it speaks again, in time that only goes forward
     */
    record Heard(ReplicaPresence presence, Instant at, Instant aliveUntil) {}

    @Inject
    ReplicaRegistry(Clock clock) {
        this(clock, new ElapsedTime());
    }

    /**
     * @param clock for what is told
     * @param elapsed for how long ago something was, which a clock that is set must not change
     */
    ReplicaRegistry(Clock clock, InstantSource elapsed) {
        this.clock = clock;
        this.elapsed = elapsed;
    }

    /** From now on replicas are heard; what was heard in an earlier session may be wrong. */
    public synchronized void listen() {
        replicas.clear();
        listeningSince = elapsed.instant();
    }

    public synchronized void heard(ReplicaPresence presence) {
        forgetTheGone();
        Key key = new Key(presence.replica(), presence.startedAt());
        if (replicas.size() < MOST || replicas.containsKey(key)) {
            replicas.put(
                    key, new Heard(presence, clock.instant(), elapsed.instant().plus(LIFETIME)));
        }
    }

    /** Whether everybody who is there must have been heard by now. */
    synchronized boolean isComplete() {
        return listeningSince.isBefore(elapsed.instant().minus(ALL_HAVE_SPOKEN));
    }

    /** Those who are there, in the order of their names, the oldest first where several have the same. */
    synchronized List<Heard> alive() {
        forgetTheGone();
        return replicas.values().stream()
                .sorted(Comparator.comparing((Heard heard) -> heard.presence().replica())
                        .thenComparing(heard -> heard.presence().startedAt()))
                .toList();
    }

    private void forgetTheGone() {
        Instant now = elapsed.instant();
        replicas.values().removeIf(heard -> heard.aliveUntil().isBefore(now));
    }
}

package io.patchline.ingest.lanes;

import io.patchline.message.Presence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The executors that were heard of lately. At most {@value #MOST}: of more, those that were heard first are kept, and the rest is not a
 * deployment of ours but a fault. Safe for use by several threads.
 */
public final class ExecutorRegistry {
    /** Executors speak once a second; who was not heard for this long is gone. The same as executors hold among themselves. */
    static final Duration LIFETIME = Duration.ofMillis(3500);

    /** So long after the first that is heard everybody who is there has spoken. */
    static final Duration ALL_HAVE_SPOKEN = Duration.ofSeconds(2);

    /** So long after a subscription began somebody would have been heard. */
    static final Duration SOMEBODY_WOULD_HAVE_SPOKEN = Duration.ofSeconds(4);

    static final int MOST = 1000;

    private final Clock clock;
    private final Map<String, Heard> executors = new HashMap<>();
    private Instant completeAfter = Instant.MAX;
    private boolean heardSomebody;

    /**
     * An executor.
     *
     * @param at when it spoke last
     */
    record Heard(Presence presence, Instant at) {}

    public ExecutorRegistry(Clock clock) {
        this.clock = clock;
    }

    /** From now on executors are heard; what was heard in an earlier session may be wrong. */
    synchronized void listen() {
        executors.clear();
        heardSomebody = false;
        completeAfter = clock.instant().plus(SOMEBODY_WOULD_HAVE_SPOKEN);
    }

    synchronized void heard(Presence presence) {
        forgetTheGone();
        if (!heardSomebody && completeAfter.isBefore(Instant.MAX)) {
            heardSomebody = true;
            completeAfter = clock.instant().plus(ALL_HAVE_SPOKEN);
        }
        if (executors.size() < MOST || executors.containsKey(presence.executor())) {
            executors.put(presence.executor(), new Heard(presence, clock.instant()));
        }
    }

    /** Whether everybody who is there must have been heard by now. */
    synchronized boolean isComplete() {
        return completeAfter.isBefore(clock.instant());
    }

    /** Those who are there, in the order of their names. */
    synchronized List<Heard> alive() {
        forgetTheGone();
        return executors.values().stream()
                .sorted(Comparator.comparing((Heard heard) -> heard.presence().executor()))
                .toList();
    }

    private void forgetTheGone() {
        Instant limit = clock.instant().minus(LIFETIME);
        executors.values().removeIf(heard -> heard.at().isBefore(limit));
    }
}

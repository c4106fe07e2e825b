package io.patchline.ingest.lanes;

import io.patchline.message.Presence;
import io.patchline.message.WorkspaceInfo;
import io.patchline.patch.WorkspaceName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The executors that were heard of lately. At most {@value #MOST}: of more, those that were heard first are kept, and the rest is not a
 * deployment of ours but a fault. Safe for use by several threads.
 */
public final class ExecutorRegistry {
    /** Executors speak once a second; who was not heard for this long is gone. The same as executors hold among themselves. */
    static final Duration LIFETIME = Duration.ofMillis(3500);

    /** So long after the first moment of listening everybody who is there has spoken. */
    static final Duration ALL_HAVE_SPOKEN = Duration.ofSeconds(2);

    static final int MOST = 1000;

    private final Clock clock;
    private final InstantSource elapsed;
    private final Map<String, Heard> executors = new HashMap<>();
    private Instant listeningSince = Instant.MAX;

    /**
     * An executor.
     *
     * @param at when it spoke last, by the clock
     * @param aliveUntil when it is gone unless it speaks again, in time that only goes forward
     */
    record Heard(Presence presence, Instant at, Instant aliveUntil) {}

    /**
     * @param clock for what is told
     * @param elapsed for how long ago something was, which a clock that is set must not change
     */
    public ExecutorRegistry(Clock clock, InstantSource elapsed) {
        this.clock = clock;
        this.elapsed = elapsed;
    }

    /** From now on executors are heard; what was heard in an earlier session may be wrong. */
    synchronized void listen() {
        executors.clear();
        listeningSince = elapsed.instant();
    }

    synchronized void heard(Presence presence) {
        forgetTheGone();
        if (executors.size() < MOST || executors.containsKey(presence.executor())) {
            executors.put(
                    presence.executor(),
                    new Heard(presence, clock.instant(), elapsed.instant().plus(LIFETIME)));
        }
    }

    /** Whether everybody who is there must have been heard by now. */
    synchronized boolean isComplete() {
        return listeningSince.isBefore(elapsed.instant().minus(ALL_HAVE_SPOKEN));
    }

    /** Those who are there, in the order of their names. */
    synchronized List<Heard> alive() {
        forgetTheGone();
        return executors.values().stream()
                .sorted(Comparator.comparing((Heard heard) -> heard.presence().executor()))
                .toList();
    }

    /** The workspaces of those who are there, each once, in the order of their names; none where nobody tells of any. */
    public synchronized List<WorkspaceInfo> workspaces() {
        forgetTheGone();
        Map<WorkspaceName, WorkspaceInfo> byName = new TreeMap<>();
        executors.values().stream()
                .flatMap(heard -> heard.presence().workspaces().stream())
                .forEach(workspace -> byName.putIfAbsent(workspace.name(), workspace));
        return List.copyOf(byName.values());
    }

    private void forgetTheGone() {
        Instant now = elapsed.instant();
        executors.values().removeIf(heard -> heard.aliveUntil().isBefore(now));
    }
}

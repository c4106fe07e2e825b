package io.patchline.ingest.follow;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.ingest.config.IngestConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** How many follow at the moment, so that no more do than may, and nobody takes the room of all others. Safe for use by several threads. */
@Singleton
final class FollowerLimit {
    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> byCredential = new HashMap<>();
    private int present;

    @Inject
    FollowerLimit(IngestConfig config, MeterRegistry registry) {
        this(config.following().clients(), config.following().clientsPerCredential());
        registry.gauge("patchline.followers", this, FollowerLimit::present);
    }

    FollowerLimit(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Whether somebody else with this credential may come. */
    synchronized boolean haveRoomFor(String credential) {
        return present < most && byCredential.getOrDefault(credential, 0) < mostOfOne;
    }

    /** Counts a follower until it is closed. */
    synchronized Presence enter(String credential) {
        present++;
        byCredential.merge(credential, 1, Integer::sum);
        return () -> leave(credential);
    }

    synchronized int present() {
        return present;
    }

    private synchronized void leave(String credential) {
        present--;
        byCredential.computeIfPresent(credential, (name, number) -> number == 1 ? null : number - 1);
    }

    /** The time that somebody follows. */
    @FunctionalInterface
    interface Presence extends AutoCloseable {
        @Override
        void close();
    }
}

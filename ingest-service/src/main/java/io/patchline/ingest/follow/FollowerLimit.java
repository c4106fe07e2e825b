package io.patchline.ingest.follow;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.ingest.config.IngestConfig;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** How many follow at the moment, so that no more do than may. */
@Singleton
final class FollowerLimit {
    private final int most;
    private final AtomicInteger present = new AtomicInteger();

    FollowerLimit(IngestConfig config, MeterRegistry registry) {
        this.most = config.following().clients();
        registry.gauge("patchline.followers", present, AtomicInteger::get);
    }

    /** Whether somebody else may come. */
    boolean haveRoom() {
        return present.get() < most;
    }

    /** Counts a follower until it is closed. */
    Presence enter() {
        present.incrementAndGet();
        return present::decrementAndGet;
    }

    /** The time that somebody follows. */
    @FunctionalInterface
    interface Presence extends AutoCloseable {
        @Override
        void close();
    }
}

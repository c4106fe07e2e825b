package io.patchline.ingest.app;

import io.patchline.ingest.ElapsedTime;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.lanes.ExecutorRegistry;
import io.patchline.ingest.lanes.LaneQueues;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The parts that know nothing of the framework, made for it. */
@Singleton
final class LaneProducers {
    @Produces
    @Singleton
    ExecutorRegistry executors(Clock clock) {
        return new ExecutorRegistry(clock, new ElapsedTime());
    }

    @Produces
    @Singleton
    LaneQueues queues(IngestConfig config, Clock clock) {
        return new LaneQueues(config.lanes(), clock);
    }
}

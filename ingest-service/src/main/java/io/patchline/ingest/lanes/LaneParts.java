package io.patchline.ingest.lanes;

import io.patchline.ingest.ElapsedTime;
import io.patchline.ingest.IngestConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The parts that know nothing of the framework, made for it. */
@Singleton
final class LaneParts {
    @Produces
    @Singleton
    ExecutorsHeard executors(Clock clock) {
        return new ExecutorsHeard(clock, new ElapsedTime());
    }

    @Produces
    @Singleton
    LaneQueues queues(IngestConfig config, Clock clock) {
        return new LaneQueues(config.lanes(), clock);
    }
}

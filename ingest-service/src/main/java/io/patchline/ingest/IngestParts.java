package io.patchline.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.deadletters.HoldIndex;
import io.patchline.ingest.deadletters.JobBook;
import io.patchline.ingest.follow.LiveOutputs;
import io.patchline.ingest.status.LogFeed;
import io.patchline.ingest.status.LogTail;
import io.patchline.ingest.status.RecentOutcomes;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.trace.Tracing;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** The parts that know nothing of the framework, made for it. */
@Singleton
final class IngestParts {
    /** Some twenty thousand held lanes with names of ordinary length. */
    private static final long HOLDS_MEMORY = 16 << 20;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Tracing tracing(IngestConfig config) {
        Tracing.Service service = new Tracing.Service(
                "patchline-ingest", "ingest-" + ProcessHandle.current().pid());
        return Tracing.to(config.traces().endpoint(), config.traces().ratio(), service);
    }

    void sendLastSpans(@Disposes Tracing tracing) {
        tracing.close();
    }

    @Produces
    @Singleton
    StatusIndex statusIndex(IngestConfig config, MeterRegistry registry) {
        StatusIndex index =
                new StatusIndex(config.status().keep(), config.status().memory().asLongValue());
        registry.gauge("patchline.status.patches", index, StatusIndex::size);
        registry.gauge("patchline.status.bytes", index, StatusIndex::bytes);
        return index;
    }

    @Produces
    @Singleton
    RecentOutcomes recentOutcomes() {
        return new RecentOutcomes();
    }

    @Produces
    @Singleton
    LogFeed logFeed() {
        return new LogFeed();
    }

    @Produces
    @Singleton
    LiveOutputs liveOutputs() {
        return new LiveOutputs();
    }

    @Produces
    @Singleton
    DeadLetterIndex deadLetterIndex(IngestConfig config, MeterRegistry registry) {
        DeadLetterIndex index = new DeadLetterIndex(
                config.deadLetters().keep(), config.deadLetters().memory().asLongValue());
        registry.gauge("patchline.dead.letters.bytes", index, DeadLetterIndex::bytes);
        registry.more().counter("patchline.dead.letters.evicted", Tags.empty(), index, DeadLetterIndex::evicted);
        return index;
    }

    @Produces
    @Singleton
    JobBook deadLetterJobs() {
        return new JobBook();
    }

    @Produces
    @Singleton
    HoldIndex heldLanes(MeterRegistry registry) {
        HoldIndex holds = new HoldIndex(HOLDS_MEMORY);
        registry.gauge("patchline.lanes.held", holds, HoldIndex::size);
        registry.more().counter("patchline.lanes.held.evicted", Tags.empty(), holds, HoldIndex::evicted);
        return holds;
    }

    @Produces
    @Singleton
    LogTail logTail(
            StatusIndex index,
            RecentOutcomes outcomes,
            LogFeed feed,
            DeadLetterIndex deadLetters,
            HoldIndex holds,
            JobBook jobs,
            Clock clock) {
        return new LogTail(index, outcomes, feed, List.of(deadLetters, holds, jobs), clock);
    }
}

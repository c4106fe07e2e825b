package io.patchline.ingest.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patchline.ingest.acts.ActIndex;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.counts.CountIndex;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.follow.LiveOutputSubscriptions;
import io.patchline.ingest.jobs.JobIndex;
import io.patchline.ingest.lanes.HoldIndex;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.log.LogReader;
import io.patchline.ingest.log.LogWatchdog;
import io.patchline.ingest.log.RecentEvents;
import io.patchline.ingest.log.RecentOutcomes;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.publish.PublishedPatches;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.usage.CredentialUses;
import io.patchline.ingest.usage.LastUses;
import io.patchline.trace.Tracing;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** The parts that know nothing of the framework, made for it. */
@Singleton
final class IngestProducers {
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
    RecentEvents recentEvents() {
        return new RecentEvents();
    }

    @Produces
    @Singleton
    LiveOutputSubscriptions liveOutputSubscriptions() {
        return new LiveOutputSubscriptions();
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
    JobIndex deadLetterJobs() {
        return new JobIndex();
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
    PublishedPatches publishedPatches() {
        return new PublishedPatches();
    }

    @Produces
    @Singleton
    LogProjector logProjector(
            PublishedPatches published,
            StatusIndex index,
            RecentOutcomes outcomes,
            RecentEvents recentEvents,
            DeadLetterIndex deadLetters,
            HoldIndex holds,
            JobIndex jobs,
            CountIndex counts,
            ActIndex acts,
            CredentialUses uses,
            Clock clock) {
        return new LogProjector(
                published, outcomes, recentEvents, List.of(index, deadLetters, holds, jobs, counts, acts, uses), clock);
    }

    @Produces
    @Singleton
    CountIndex countIndex() {
        return new CountIndex();
    }

    @Produces
    @Singleton
    ActIndex actIndex() {
        return new ActIndex();
    }

    @Produces
    @Singleton
    LastUses lastUses() {
        return new LastUses();
    }

    @Produces
    @Singleton
    CredentialUses credentialUses(LastUses uses) {
        return new CredentialUses(uses);
    }

    @Produces
    @Singleton
    LogWatchdog logWatchdog(LogReader reader, LogProjector projector, StatusIndex index, Clock clock) {
        return new LogWatchdog(reader, projector, index::hasUnfinished, clock);
    }

    @Produces
    @Singleton
    PatchPublisher patchPublisher(Ingest ingest) {
        return ingest.patches();
    }
}

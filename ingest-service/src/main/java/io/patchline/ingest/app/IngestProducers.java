package io.patchline.ingest.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PublisherLimits;
import io.patchline.ingest.ElapsedTime;
import io.patchline.ingest.acts.ActIndex;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.counts.CountIndex;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.follow.LiveOutputSubscriptions;
import io.patchline.ingest.jobs.JobIndex;
import io.patchline.ingest.lanes.ExecutorRegistry;
import io.patchline.ingest.lanes.HoldIndex;
import io.patchline.ingest.lanes.LaneQueues;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.log.LogReader;
import io.patchline.ingest.log.LogWatchdog;
import io.patchline.ingest.log.RecentEvents;
import io.patchline.ingest.log.RecentOutcomes;
import io.patchline.ingest.publish.Accounts;
import io.patchline.ingest.publish.ConfirmMetrics;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.publish.PublishedPatches;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.usage.CredentialUses;
import io.patchline.ingest.usage.LastUses;
import io.patchline.message.Topology;
import io.patchline.trace.Tracing;
import io.patchline.transition.TransitionLog;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition of the service: the parts that know nothing of the framework, made for it. All others are beans by their own annotations. */
@Singleton
final class IngestProducers {
    private static final Logger LOG = LoggerFactory.getLogger(IngestProducers.class);

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
    LastUses lastUses(PatchPublisher publisher, Clock clock) {
        return new LastUses(name -> publisher
                .publish(CredentialUses.message(name, clock.instant()))
                .thenAccept(confirmation -> LOG.atDebug()
                        .addKeyValue("credential", name)
                        .addKeyValue("confirmation", confirmation)
                        .log("Published that a credential was used")));
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
    Topology topology(IngestConfig config) {
        return new Topology(config.lanes());
    }

    @Produces
    @Singleton
    ConfirmedPublisher confirmedPublisher(IngestConfig config, MeterRegistry registry) {
        ConfirmedPublisher publisher = new ConfirmedPublisher(PublisherLimits.STANDARD
                .upTo(config.broker().maxMessageSize().asLongValue())
                .within(config.broker().confirmTimeout()));
        registry.gauge("patchline.confirms.waiting", publisher, ConfirmedPublisher::waiting);
        return publisher;
    }

    @Produces
    @Singleton
    PatchPublisher patchPublisher(
            ConfirmedPublisher publisher,
            Topology topology,
            PublishedPatches published,
            IngestConfig config,
            Tracing tracing,
            MeterRegistry registry,
            Clock clock) {
        Accounts accounts = new Accounts(new TransitionLog(config.log().json()), tracing, new ConfirmMetrics(registry));
        return new PatchPublisher(publisher::publish, topology, published, accounts, clock);
    }

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

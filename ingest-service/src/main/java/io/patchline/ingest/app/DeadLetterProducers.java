package io.patchline.ingest.app;

import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patchline.broker.CurrentSession;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.deadletters.DeadLetterLocks;
import io.patchline.ingest.deadletters.DeadLetterOperations;
import io.patchline.ingest.deadletters.DeadLetterReconciler;
import io.patchline.ingest.deadletters.DeadLetterReplayer;
import io.patchline.ingest.deadletters.DeadLetterViews;
import io.patchline.ingest.deadletters.MendedPatches;
import io.patchline.ingest.jobs.BulkOperations;
import io.patchline.ingest.jobs.JobIndex;
import io.patchline.ingest.jobs.JobStep;
import io.patchline.ingest.lanes.HoldIndex;
import io.patchline.ingest.lanes.HoldReleaseStep;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.reading.ValidationRules;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** The composition of what operators do: dead letters, bulk operations over them, and held lanes. */
@Singleton
final class DeadLetterProducers {
    /** Some twenty thousand held lanes with names of ordinary length. */
    private static final long HOLDS_MEMORY = 16 << 20;

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
    DeadLetterReplayer replayer(PatchPublisher publisher, Clock clock) {
        return new DeadLetterReplayer(publisher, clock);
    }

    @Produces
    @Singleton
    DeadLetterOperations operations(
            IngestConfig config,
            DeadLetterIndex index,
            HoldIndex holds,
            StatusIndex stories,
            DeadLetterLocks locks,
            DeadLetterReplayer replayer,
            Clock clock) {
        MendedPatches mended = new MendedPatches(ValidationRules.of(config), stories);
        return new DeadLetterOperations(index, holds::isHeldBy, locks, replayer, mended, clock);
    }

    @Produces
    @Singleton
    DeadLetterViews views(
            DeadLetterIndex index, HoldIndex holds, PatchViews stories, CurrentSession current, DeadLetterLocks locks) {
        return new DeadLetterViews(index, holds::isHeldBy, stories, current, locks);
    }

    @Produces
    @Singleton
    BulkOperations bulk(
            DeadLetterIndex index, JobIndex jobs, DeadLetterLocks locks, DeadLetterReplayer replayer, Clock clock) {
        return new BulkOperations(index, jobs, locks, replayer, clock);
    }

    /** How fast orders for many are carried out, evenly: {@code patchline.dead-letters.rate} a second, all of them together. */
    @Produces
    @Singleton
    BlockingBucket pace(IngestConfig config) {
        int rate = config.deadLetters().rate();
        if (rate < 1) {
            throw new IllegalArgumentException("patchline.dead-letters.rate must be at least 1, is " + rate);
        }
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(rate, Duration.ofSeconds(1)))
                .build()
                .asBlocking();
    }

    @Produces
    @Singleton
    JobStep jobStep(DeadLetterIndex index, DeadLetterReplayer replayer, BlockingBucket pace, Clock clock) {
        return new JobStep(index, replayer, pace, clock);
    }

    @Produces
    @Singleton
    HoldReleaseStep holdReleaseStep(
            HoldIndex holds, DeadLetterIndex index, DeadLetterReplayer replayer, BlockingBucket pace) {
        return new HoldReleaseStep(holds, index, replayer, pace);
    }

    @Produces
    @Singleton
    DeadLetterReconciler reconciler(DeadLetterIndex index, DeadLetterReplayer replayer, Clock clock) {
        return new DeadLetterReconciler(index, replayer, clock);
    }
}

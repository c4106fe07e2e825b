package io.patchline.ingest.app;

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
import io.patchline.ingest.jobs.Pace;
import io.patchline.ingest.lanes.HoldIndex;
import io.patchline.ingest.lanes.HoldReleaseStep;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.reading.ValidationRules;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The parts that deal with dead letters and know nothing of the framework, made for it. */
@Singleton
final class DeadLetterProducers {
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
    DeadLetterViews views(DeadLetterIndex index, PatchViews stories, CurrentSession current, DeadLetterLocks locks) {
        return new DeadLetterViews(index, stories, current, locks);
    }

    @Produces
    @Singleton
    BulkOperations bulk(
            DeadLetterIndex index, JobIndex jobs, DeadLetterLocks locks, DeadLetterReplayer replayer, Clock clock) {
        return new BulkOperations(index, jobs, locks, replayer, clock);
    }

    @Produces
    @Singleton
    Pace pace(IngestConfig config) {
        return new Pace(config.deadLetters().rate());
    }

    @Produces
    @Singleton
    JobStep jobStep(DeadLetterIndex index, DeadLetterReplayer replayer, Pace pace, Clock clock) {
        return new JobStep(index, replayer, pace, clock);
    }

    @Produces
    @Singleton
    HoldReleaseStep holdReleaseStep(HoldIndex holds, DeadLetterIndex index, DeadLetterReplayer replayer, Pace pace) {
        return new HoldReleaseStep(holds, index, replayer, pace);
    }

    @Produces
    @Singleton
    DeadLetterReconciler reconciler(DeadLetterIndex index, DeadLetterReplayer replayer, Clock clock) {
        return new DeadLetterReconciler(index, replayer, clock);
    }
}

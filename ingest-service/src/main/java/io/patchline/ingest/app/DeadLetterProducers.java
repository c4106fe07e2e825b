package io.patchline.ingest.app;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.deadletters.DeadLetterLocks;
import io.patchline.ingest.deadletters.DeadLetterOperations;
import io.patchline.ingest.deadletters.DeadLetterReconciler;
import io.patchline.ingest.deadletters.DeadLetterReplayer;
import io.patchline.ingest.deadletters.DeadLetterViews;
import io.patchline.ingest.deadletters.MendedPatches;
import io.patchline.ingest.deadletters.Pace;
import io.patchline.ingest.jobs.BulkOperations;
import io.patchline.ingest.jobs.JobIndex;
import io.patchline.ingest.jobs.JobStep;
import io.patchline.ingest.lanes.HoldIndex;
import io.patchline.ingest.lanes.HoldReleaseStep;
import io.patchline.ingest.reading.ValidationRules;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The parts of this package that know nothing of the framework, put together once. */
@Singleton
public final class DeadLetterProducers {
    private final DeadLetterOperations acts;
    private final DeadLetterViews views;
    private final BulkOperations bulk;
    private final JobStep slice;
    private final DeadLetterReconciler scan;
    private final HoldReleaseStep holdSlice;
    private final DeadLetterReplayer sender;

    public DeadLetterProducers(
            IngestConfig config,
            DeadLetterIndex index,
            HoldIndex holds,
            JobIndex jobs,
            StatusIndex stories,
            PatchViews patchViews,
            Ingest ingest,
            DeadLetterLocks locks,
            Clock clock) {
        this.sender = new DeadLetterReplayer(ingest.patches(), clock);
        MendedPatches mended = new MendedPatches(ValidationRules.of(config.submission()), stories);
        this.acts = new DeadLetterOperations(index, holds, locks, sender, mended, clock);
        this.views = new DeadLetterViews(index, patchViews, ingest, locks);
        this.bulk = new BulkOperations(index, jobs, locks, sender, clock);
        Pace pace = new Pace(config.deadLetters().rate());
        this.slice = new JobStep(index, sender, pace, clock);
        this.holdSlice = new HoldReleaseStep(holds, index, sender, pace);
        this.scan = new DeadLetterReconciler(index, sender, clock);
    }

    public BulkOperations bulk() {
        return bulk;
    }

    JobStep slice() {
        return slice;
    }

    HoldReleaseStep holdSlice() {
        return holdSlice;
    }

    public DeadLetterReplayer sender() {
        return sender;
    }

    DeadLetterReconciler scan() {
        return scan;
    }

    public DeadLetterOperations acts() {
        return acts;
    }

    public DeadLetterViews views() {
        return views;
    }
}

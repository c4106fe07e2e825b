package io.patchline.ingest.deadletters;

import io.patchline.ingest.Ingest;
import io.patchline.ingest.IngestConfig;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.webhook.ReadingRules;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The parts of this package that know nothing of the framework, put together once. */
@Singleton
final class DeadLetterParts {
    private final LetterActs acts;
    private final DeadLetterViews views;
    private final BulkActs bulk;
    private final JobSlice slice;
    private final QueueScan scan;
    private final HoldSlice holdSlice;
    private final LetterSender sender;

    DeadLetterParts(
            IngestConfig config,
            DeadLetterIndex index,
            HoldIndex holds,
            JobBook jobs,
            StatusIndex stories,
            PatchViews patchViews,
            Ingest ingest,
            Desks desks,
            Clock clock) {
        this.sender = new LetterSender(ingest.patches(), clock);
        MendedPatches mended = new MendedPatches(ReadingRules.of(config), stories);
        this.acts = new LetterActs(index, holds, desks, sender, mended, clock);
        this.views = new DeadLetterViews(index, patchViews, ingest, desks);
        this.bulk = new BulkActs(index, jobs, desks, sender, clock);
        Pace pace = new Pace(config.deadLetters().rate());
        this.slice = new JobSlice(index, sender, pace, clock);
        this.holdSlice = new HoldSlice(holds, index, sender, pace);
        this.scan = new QueueScan(index, sender, clock);
    }

    BulkActs bulk() {
        return bulk;
    }

    JobSlice slice() {
        return slice;
    }

    HoldSlice holdSlice() {
        return holdSlice;
    }

    LetterSender sender() {
        return sender;
    }

    QueueScan scan() {
        return scan;
    }

    LetterActs acts() {
        return acts;
    }

    DeadLetterViews views() {
        return views;
    }
}

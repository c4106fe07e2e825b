package io.patchline.ingest.jobs;

import io.patchline.ingest.deadletters.DeadLetterEntry;
import io.patchline.ingest.deadletters.DeadLetterFilter;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.jobs.JobOrder.Act;
import java.util.List;

/** Which dead letters an order takes. */
final class JobScope {
    private JobScope() {}

    /** Those that the filter takes and that this can be done with, the oldest first. */
    static List<DeadLetterEntry> of(DeadLetterFilter filter, Act act, DeadLetterIndex index) {
        return index.matching(filter).reversed().stream()
                .filter(entry -> isFor(act, entry))
                .toList();
    }

    /** Those that are still to be done, the oldest first. */
    static List<DeadLetterEntry> rest(JobOrder order, DeadLetterIndex index) {
        return of(order.filter(), order.act(), index);
    }

    private static boolean isFor(Act act, DeadLetterEntry entry) {
        return switch (act) {
            case DISCARD -> true;
            case REPLAY -> entry.isReplayable();
        };
    }
}

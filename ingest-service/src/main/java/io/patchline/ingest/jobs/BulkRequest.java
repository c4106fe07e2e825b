package io.patchline.ingest.jobs;

import io.patchline.ingest.deadletters.DeadLetterFilter;
import io.patchline.ingest.deadletters.FilterFields;
import java.util.Optional;

/**
 * An order for many dead letters, as operators send it.
 *
 * @param filter which; all if there is none
 * @param dryRun whether only to count them
 * @param count how many they are, as the dry run told
 */
record BulkRequest(Optional<FilterFields> filter, Optional<Boolean> dryRun, Optional<Integer> count) {
    DeadLetterFilter read() {
        return filter.orElse(FilterFields.NONE).read();
    }
}

package io.patchline.ingest.deadletters;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.util.List;

/** What came of an act on one dead letter. */
public sealed interface OperationResult {

    /** The patch is on its way: the broker has confirmed it. */
    record Sent(PatchId patch, int run, Lane lane) implements OperationResult {}

    /** The letter is gone. */
    record Removed() implements OperationResult {}

    /** Nothing was done. */
    record NotDone(ErrorCode code, String detail, List<Problem> problems) implements OperationResult {
        public static NotDone of(ErrorCode code, String detail) {
            return new NotDone(code, detail, List.of());
        }
    }
}

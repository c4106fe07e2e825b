package io.patchline.ingest.webhook;

import io.patchline.ingest.status.PatchStory;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import java.util.List;

/** What came of a submission. */
sealed interface Submitted {

    /** The broker has confirmed it: it is on disk. */
    record Accepted(Patch patch) implements Submitted {}

    /** The same patch was submitted before: this is its story. */
    record KnownAlready(PatchStory story) implements Submitted {}

    /** It was not accepted. */
    record Declined(ErrorCode code, String detail, List<Problem> problems) implements Submitted {

        static Declined of(ErrorCode code, String detail) {
            return new Declined(code, detail, List.of());
        }
    }
}

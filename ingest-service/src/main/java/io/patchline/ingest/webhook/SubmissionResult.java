package io.patchline.ingest.webhook;

import io.patchline.ingest.status.PatchStory;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchId;
import java.util.List;

/** What came of a submission. */
public sealed interface SubmissionResult {

    /**
     * What was submitted, in short: it is kept while a client waits for the outcome, so the patch itself is not in it.
     *
     * @param fingerprint the hash of its content
     * @param byKey whether its id was made of a key
     */
    record Content(PatchId id, Lane lane, String fingerprint, boolean byKey) {
        static Content of(PatchMessage message, boolean byKey) {
            Patch patch = message.patch();
            return new Content(patch.id(), patch.lane(), message.fingerprint(), byKey);
        }
    }

    /** The broker has confirmed it: it is on disk. */
    record Accepted(Content content) implements SubmissionResult {}

    /** The same patch was submitted before: this is its story. */
    record KnownAlready(Content content, PatchStory story) implements SubmissionResult {}

    /** It was not accepted. */
    record Declined(ErrorCode code, String detail, List<Problem> problems) implements SubmissionResult {

        static Declined of(ErrorCode code, String detail) {
            return new Declined(code, detail, List.of());
        }
    }
}

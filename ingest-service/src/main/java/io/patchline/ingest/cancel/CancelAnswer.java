package io.patchline.ingest.cancel;

import io.patchline.ingest.status.PatchStory;
import io.patchline.outcome.ErrorCode;

/** What came of the wish that a patch should end. */
public sealed interface CancelAnswer {

    /** The broker has it on disk: the run will not begin, or will be ended. */
    record Requested(PatchStory story) implements CancelAnswer {}

    /** It was cancelled before, and is over. */
    record AlreadyCancelled(PatchStory story) implements CancelAnswer {}

    /** It cannot be, and nothing was asked of anybody. */
    record Declined(ErrorCode code, String detail) implements CancelAnswer {}
}

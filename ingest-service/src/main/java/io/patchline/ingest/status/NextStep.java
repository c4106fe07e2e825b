package io.patchline.ingest.status;

/** What the state of a patch asks of whoever submitted it. The API and the tools for models each say how it is done there. */
public enum NextStep {
    /** It goes on by itself. */
    WAIT,
    /** It is done. */
    NOTHING,
    /** It was not accepted: the same is sent again under the same id. */
    SEND_AGAIN,
    /** Somebody judges its commit. */
    JUDGE,
    /** It did not do what it should: what is sent next is another patch. */
    CORRECT,
    /** Somebody has ended it: the patch may be right as it is. */
    SUBMIT_IF_WANTED,
    /** It has ended in the middle: part of it may be done. */
    LOOK_AND_FINISH;

    /** Under the same id there is nothing new to be had. */
    public static final String ONE_STORY = ": under this one only this story is shown again.";

    /** The step of a state. */
    public static NextStep of(PatchState state) {
        return switch (state) {
            case QUEUED, RUNNING, RETRYING -> WAIT;
            case SUCCEEDED -> NOTHING;
            case DECLINED -> SEND_AGAIN;
            case AWAITING_REVIEW -> JUDGE;
            case FAILED, TIMED_OUT, REFUSED -> CORRECT;
            case CANCELLED, REJECTED -> SUBMIT_IF_WANTED;
            case INTERRUPTED -> LOOK_AND_FINISH;
        };
    }
}

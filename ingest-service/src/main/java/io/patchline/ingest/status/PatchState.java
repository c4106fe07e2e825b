package io.patchline.ingest.status;

import com.fasterxml.jackson.annotation.JsonValue;
import io.patchline.outcome.Outcome;
import java.util.Locale;

/** Where a patch is. */
public enum PatchState {
    /** Not accepted: its lane queue was full, and its submitter was told so. Submitted again, it may be. */
    DECLINED(true),
    /** In its lane queue. */
    QUEUED(false),
    /** An executor carries it out. */
    RUNNING(false),
    /** An attempt failed, and another follows after a pause. */
    RETRYING(false),
    SUCCEEDED(true),
    FAILED(true),
    TIMED_OUT(true),
    REFUSED(true),
    CANCELLED(true),
    INTERRUPTED(true),
    /** The commit waits for somebody to judge it. Nothing comes of it by itself but its rejection in the end. */
    AWAITING_REVIEW(true),
    /** The commit was judged and is not wanted, or nobody judged it in time. */
    REJECTED(true);

    private final boolean over;

    PatchState(boolean over) {
        this.over = over;
    }

    /** Whether nothing more comes of this run by itself. */
    public boolean isOver() {
        return over;
    }

    /** Whether an attempt comes to this by an outcome. */
    boolean endsAttempt() {
        return this == RETRYING || (over && this != DECLINED);
    }

    /** Whether a patch that ends so goes to {@code patches.dead}: what {@code RetryPolicy} decides where no retry is left. */
    boolean leavesDeadLetter() {
        return switch (this) {
            case FAILED, TIMED_OUT, REFUSED, INTERRUPTED -> true;
            case DECLINED, QUEUED, RUNNING, RETRYING, SUCCEEDED, CANCELLED, AWAITING_REVIEW, REJECTED -> false;
        };
    }

    public static PatchState of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> SUCCEEDED;
            case Outcome.Failed failed -> FAILED;
            case Outcome.TimedOut timedOut -> TIMED_OUT;
            case Outcome.Refused refused -> REFUSED;
            case Outcome.Cancelled cancelled -> CANCELLED;
            case Outcome.Interrupted interrupted -> INTERRUPTED;
            case Outcome.AwaitingReview awaiting -> AWAITING_REVIEW;
            case Outcome.Rejected rejected -> REJECTED;
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

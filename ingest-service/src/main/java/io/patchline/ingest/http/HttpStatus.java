package io.patchline.ingest.http;

import io.patchline.outcome.ErrorCode;

/** What each error is in HTTP. */
public final class HttpStatus {
    public static final int OK = 200;
    public static final int ACCEPTED = 202;

    private HttpStatus() {}

    /** The status that answers a request which met this error. */
    public static int of(ErrorCode code) {
        return switch (code) {
            case MALFORMED_JSON, INVALID_PATCH, INVALID_REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case NOT_SUPPORTED -> 405;
            case BODY_TIMEOUT -> 408;
            case ID_CONFLICT,
                    ALREADY_OVER,
                    NOT_DEAD,
                    COUNT_CHANGED,
                    REPLAYED,
                    REVIEW_DECIDED,
                    NOT_AWAITING_REVIEW,
                    STALE -> 409;
            case TOO_LARGE -> 413;
            case NOT_JSON -> 415;
            case NOT_EXECUTABLE, NOT_REPLAYABLE, NOT_REVERTIBLE, UNKNOWN_WORKSPACE, IDEMPOTENCY_KEY_REUSED -> 422;
            case LANE_FULL, TOO_MANY_ATTEMPTS, RATE_LIMITED -> 429;
            case BROKER_UNAVAILABLE, OVERLOADED, DESK_TAKEN -> 503;
            case INTERNAL_ERROR -> 500;
            default ->
                throw new IllegalArgumentException(code + " is the outcome of a run, not the answer to a request");
        };
    }

    /** Whether the same request may be sent again and can then succeed: nothing of it was accepted, and the cause passes. */
    public static boolean isRetryable(ErrorCode code) {
        return switch (code) {
            case LANE_FULL, RATE_LIMITED, BODY_TIMEOUT, BROKER_UNAVAILABLE, OVERLOADED, DESK_TAKEN -> true;
            default -> false;
        };
    }
}

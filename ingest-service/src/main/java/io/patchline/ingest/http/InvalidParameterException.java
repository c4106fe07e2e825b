package io.patchline.ingest.http;

import io.patchline.outcome.ErrorCode;

/** A parameter of a request is not what it may be. Its message says what is allowed, and is the answer's detail. */
public final class InvalidParameterException extends ProblemException {
    private static final long serialVersionUID = 1;

    public InvalidParameterException(String message) {
        super(ErrorCode.INVALID_REQUEST, message);
    }
}

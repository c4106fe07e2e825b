package io.patchline.ingest.http;

import io.patchline.outcome.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told of an exception that nobody answered. */
public final class Failure {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private Failure() {}

    /** The problem that the exception carries; any other is a defect, of which the log is told with the stack trace and the client nothing but that. */
    public static ProblemDetail problem(Throwable e) {
        if (e instanceof ProblemException problem) {
            return problem.problem();
        }
        LOG.atError().setCause(e).log("A request met a defect");
        return ProblemDetail.of(
                ErrorCode.INTERNAL_ERROR,
                "Patchline met a defect; the operator finds it in the log. Whether a patch was accepted is shown by GET /v1/patches/<id>.");
    }
}

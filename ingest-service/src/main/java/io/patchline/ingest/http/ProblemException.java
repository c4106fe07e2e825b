package io.patchline.ingest.http;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import java.util.List;

/** Ends a request with a problem: thrown anywhere below a resource, answered by {@link ProblemResponses}. For what a client did or has to wait for; a defect is any other exception. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProblemDetail problem;

    /**
     * @param code one that has an HTTP status, see {@link HttpStatus#of}
     * @param detail what is wrong and what to do next
     */
    public ProblemException(ErrorCode code, String detail) {
        this(ProblemDetail.of(code, detail));
    }

    /**
     * @param errors each thing that is wrong, with its place in the request
     */
    public ProblemException(ErrorCode code, String detail, List<Problem> errors) {
        this(ProblemDetail.of(code, detail, errors));
    }

    public ProblemException(ProblemDetail problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public ProblemDetail problem() {
        return problem;
    }
}

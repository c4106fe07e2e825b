package io.patchline.ingest.http;

import io.quarkus.security.AuthenticationFailedException;

/** Nobody is let in with this; carries the answer. The framework is told by an exception of its own, whose cause it is. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProblemDetail problem;
    private final long retryAfterSeconds;

    public RefusedException(ProblemDetail problem, long retryAfterSeconds) {
        super(problem.title(), null, false, false);
        this.problem = problem;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public ProblemDetail problem() {
        return problem;
    }

    /** In how many seconds it makes sense to come back; 0 if it never does. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    public AuthenticationFailedException forTheFramework() {
        return new AuthenticationFailedException(this);
    }
}

package io.patchline.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import java.util.List;

/**
 * An error as it is answered: a problem of RFC 9457 with fields that a program or a model can branch on.
 *
 * @param type {@code urn:patchline:problem:<code>}
 * @param title the code in words
 * @param detail what is wrong and what to do next
 * @param retryable whether the same request may be sent again and can then succeed
 * @param errors each thing that is wrong, with its place in the request
 */
public record ProblemDetail(
        String type,
        String title,
        int status,
        String detail,
        ErrorCode code,
        boolean retryable,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem> errors) {

    /** When to come back where that can help and nobody knows better. */
    private static final int RETRY_AFTER_SECONDS = 2;

    /** The media type of a problem. */
    public static final String CONTENT_TYPE = "application/problem+json";

    /** One problem as a whole. */
    public static ProblemDetail of(ErrorCode code, String detail) {
        return of(code, detail, List.of());
    }

    /** A problem with several places. */
    public static ProblemDetail of(ErrorCode code, String detail, List<Problem> errors) {
        String title = code.wireName().replace('_', ' ');
        return new ProblemDetail(
                "urn:patchline:problem:" + code.wireName(),
                title,
                HttpStatus.of(code),
                detail,
                code,
                HttpStatus.isRetryable(code),
                List.copyOf(errors));
    }

    /** The header Retry-After: in how many seconds the same request may be sent again; 0 for no such header. */
    public long retryAfterSeconds() {
        return retryable ? RETRY_AFTER_SECONDS : 0;
    }
}

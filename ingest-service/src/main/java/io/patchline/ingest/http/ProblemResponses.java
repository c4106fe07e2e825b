package io.patchline.ingest.http;

import io.patchline.outcome.ErrorCode;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every error into a problem of RFC 9457: nothing is answered with a stack trace or an empty body. */
public final class ProblemResponses {
    private static final String CREDENTIALS =
            "Send a token in the header Authorization: Bearer <token>. ./patchline up prints one; ./patchline token create makes more.";

    /** The response that carries the problem; says when to come back where that can help. */
    public static Response response(ProblemDetail problem) {
        return response(problem, problem.retryAfterSeconds());
    }

    private static Response response(ProblemDetail problem, long retryAfterSeconds) {
        Response.ResponseBuilder response = Response.status(problem.status())
                .entity(problem)
                .header(HttpHeaders.CONTENT_TYPE, ProblemDetail.CONTENT_TYPE);
        if (retryAfterSeconds > 0) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response unauthorized(UnauthorizedException e, HttpHeaders request) {
        return challenge(
                ProblemDetail.of(ErrorCode.UNAUTHENTICATED, "Credentials are missing. " + CREDENTIALS), request);
    }

    /** Credentials that let nobody in, or too many of them. */
    @ServerExceptionMapper
    public Response refused(AuthenticationFailedException e, HttpHeaders request) {
        if (!(e.getCause() instanceof RefusedException refused)) {
            return challenge(
                    ProblemDetail.of(ErrorCode.UNAUTHENTICATED, "The credentials are wrong. " + CREDENTIALS), request);
        }
        ProblemDetail problem = refused.problem();
        return problem.code() == ErrorCode.UNAUTHENTICATED
                ? challenge(ProblemDetail.of(problem.code(), problem.detail() + " " + CREDENTIALS), request)
                : response(problem, refused.retryAfterSeconds());
    }

    /** A program that knows nothing but Basic waits for being asked for it; a browser would open a window of its own, and is not asked. */
    private static Response challenge(ProblemDetail problem, HttpHeaders request) {
        Response.ResponseBuilder response =
                Response.fromResponse(response(problem)).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        if (request.getHeaderString("Sec-Fetch-Mode") == null) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"patchline\", charset=\"UTF-8\"");
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return response(ProblemDetail.of(
                ErrorCode.FORBIDDEN,
                "The token does not have the scope for this. Use one that has, or ask an operator."));
    }

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return response(e.problem());
    }

    /** What the framework itself declines: an unknown path, a wrong method, a parameter that is no number. */
    @ServerExceptionMapper
    public Response declined(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return switch (status) {
            case 404 -> response(ProblemDetail.of(ErrorCode.NOT_FOUND, "There is nothing at this path."));
            case 405, 406 ->
                response(ProblemDetail.of(ErrorCode.NOT_SUPPORTED, "This path does not answer this method or format."));
            case 413 -> response(ProblemDetail.of(ErrorCode.TOO_LARGE, "The body is far larger than a patch may be."));
            case 415 ->
                response(ProblemDetail.of(
                        ErrorCode.NOT_JSON, "Send JSON, with the header Content-Type: application/json."));
            default ->
                status < 500
                        ? response(ProblemDetail.of(ErrorCode.INVALID_REQUEST, "The request cannot be understood."))
                        : defect(e);
        };
    }

    @ServerExceptionMapper
    public Response defect(Throwable e) {
        return response(Failure.problem(e));
    }
}

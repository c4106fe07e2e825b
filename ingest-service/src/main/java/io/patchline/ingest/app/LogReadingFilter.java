package io.patchline.ingest.app;

import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.ProblemResponses;
import io.patchline.outcome.ErrorCode;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/**
 * A service that has just started knows only what it has read of the log so far: until it has read all of it, it must not say of anything that this does not exist. What would be a 404 is a 503 then,
 * so that followers and pollers come back instead of giving up.
 */
@Provider
final class LogReadingFilter implements ContainerResponseFilter {
    private final Instance<Ingest> ingest;

    /** @param ingest asked for at each request: filters are made before the configuration is read */
    LogReadingFilter(Instance<Ingest> ingest) {
        this.ingest = ingest;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean unknown =
                response.getEntity() instanceof ProblemDetail problem && problem.code() == ErrorCode.NOT_FOUND;
        boolean aboutTheLog = !request.getUriInfo().getMatchedResources().isEmpty();
        if (unknown && aboutTheLog && !ingest.get().isCaughtUp()) {
            replace(response);
        }
    }

    private static void replace(ContainerResponseContext response) {
        Response instead = ProblemResponses.response(
                ProblemDetail.of(
                        ErrorCode.BROKER_UNAVAILABLE,
                        "Not known yet: this service has just started, or has lost the broker, and is still reading the log. Ask again after the pause in Retry-After."));
        response.setStatus(instead.getStatus());
        response.setEntity(instead.getEntity());
        instead.getHeaders().forEach((name, values) -> response.getHeaders().put(name, values));
    }
}

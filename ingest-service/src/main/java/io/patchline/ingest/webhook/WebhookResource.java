package io.patchline.ingest.webhook;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.QueryNames;
import io.patchline.ingest.status.OutputView;
import io.patchline.outcome.ErrorCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What the webhook is: its paths, scope and parameters, to which the OpenAPI document is held. {@link WebhookRoute} answers those who may submit, before the framework looks for a resource; all
 * others come here, and are told what those without credentials or scope are told everywhere.
 */
@Path("{door: webhook|patch|api/patches}")
public class WebhookResource {
    /** The choice of paths in the annotation. */
    static final String[] PATHS = {"/webhook", "/patch", "/api/patches"};

    /** For whoever may submit there is nothing: they have met the route, unless their path is another spelling, such as one with a matrix parameter. */
    @POST
    @RolesAllowed(Scope.SUBMIT)
    @Consumes(MediaType.WILDCARD)
    @QueryNames({SubmissionQuery.DRY_RUN, SubmissionQuery.WAIT, OutputView.NAME})
    public Response submit() {
        throw new ProblemException(ErrorCode.NOT_FOUND, "There is nothing at this path.");
    }
}

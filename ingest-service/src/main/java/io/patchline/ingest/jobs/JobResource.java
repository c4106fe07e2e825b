package io.patchline.ingest.jobs;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.ProblemException;
import io.patchline.outcome.ErrorCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.util.Optional;

/** The jobs that came of orders for many dead letters. */
@Path("v1/dead-letter-jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
    private final BulkOperations bulk;

    JobResource(BulkOperations bulk) {
        this.bulk = bulk;
    }

    /** How far a job is. */
    @GET
    @Path("{id}")
    @RolesAllowed(Scope.READ)
    public Response job(@PathParam("id") String id) {
        return answer(bulk.job(id));
    }

    /** Ends a job; what it has done stays done. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(Scope.OPERATE)
    public Response cancel(@PathParam("id") String id, @Context SecurityContext operator) {
        try {
            return answer(bulk.cancel(id, operator.getUserPrincipal().getName()));
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.BROKER_UNAVAILABLE,
                    "The job goes on: the broker did not confirm its end. Send it again.");
        }
    }

    private static Response answer(Optional<JobView> job) {
        return job.map(view -> Response.ok(view).build())
                .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, "No job with this id is known."));
    }
}

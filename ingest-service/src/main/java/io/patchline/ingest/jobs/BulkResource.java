package io.patchline.ingest.jobs;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.deadletters.DeadLetterFilter;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.jobs.JobOrder.Act;
import io.patchline.outcome.ErrorCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Many dead letters at once: counted, then ordered with the count. */
@Path("v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class BulkResource {
    private final BulkOperations bulk;

    BulkResource(BulkOperations bulk) {
        this.bulk = bulk;
    }

    /** With {@code dryRun} 200 with the count; with that count 202 and a job. */
    @POST
    @Path("replay")
    @RolesAllowed(Scope.OPERATE)
    public Response replay(byte[] body, @Context SecurityContext operator) {
        return order(body, Act.REPLAY, operator);
    }

    /** With {@code dryRun} 200 with the count; with that count 202 and a job. */
    @POST
    @Path("discard")
    @RolesAllowed(Scope.OPERATE)
    public Response discard(byte[] body, @Context SecurityContext operator) {
        return order(body, Act.DISCARD, operator);
    }

    private Response order(byte[] body, Act act, SecurityContext operator) {
        BulkRequest request = RequestBody.read(body, BulkRequest.class)
                .orElseThrow(
                        () -> invalid(
                                "Send {\"filter\": {\"reason\", \"lane\", \"target\", \"from\", \"to\"}, \"dryRun\": true}, and then the same with \"count\" in place of \"dryRun\"."));
        DeadLetterFilter filter = request.read();
        if (request.count().filter(count -> count < 0).isPresent()) {
            throw invalid("The count is a whole number from 0.");
        }
        if (request.dryRun().orElse(false)) {
            return Response.ok(bulk.count(filter, act)).build();
        }
        if (request.count().isEmpty()) {
            throw invalid("Send the order with \"dryRun\": true first, and then with the \"count\" that it answers.");
        }
        return answer(bulk.order(
                filter, act, request.count().get(), operator.getUserPrincipal().getName()));
    }

    private static Response answer(BulkOperations.Answer answer) {
        return switch (answer) {
            case BulkOperations.Answer.Ordered ordered ->
                Response.accepted(ordered.job()).location(ordered.job().self()).build();
            case BulkOperations.Answer.NotOrdered not ->
                throw new ProblemException(not.why().code(), not.why().detail());
        };
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ErrorCode.INVALID_REQUEST, detail);
    }
}

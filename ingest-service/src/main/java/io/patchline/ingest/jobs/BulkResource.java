package io.patchline.ingest.jobs;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.deadletters.FilterFields;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.ProblemResponses;
import io.patchline.ingest.jobs.JobOrder.Act;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;

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
        Optional<BulkRequest> request = RequestBody.read(body, BulkRequest.class);
        if (request.isEmpty()) {
            return problem(
                    ErrorCode.INVALID_REQUEST,
                    "Send {\"filter\": {\"reason\", \"lane\", \"target\", \"from\", \"to\"}, \"dryRun\": true}, and then the same with \"count\" in place of \"dryRun\".");
        }
        FilterFields.Read filter = request.get().read();
        if (!filter.problems().isEmpty()) {
            return problem(ErrorCode.INVALID_REQUEST, "The filter cannot be read; see errors.", filter.problems());
        }
        if (request.get().count().filter(count -> count < 0).isPresent()) {
            return problem(ErrorCode.INVALID_REQUEST, "The count is a whole number from 0.");
        }
        if (request.get().dryRun().orElse(false)) {
            return Response.ok(bulk.count(filter.filter(), act)).build();
        }
        if (request.get().count().isEmpty()) {
            return problem(
                    ErrorCode.INVALID_REQUEST,
                    "Send the order with \"dryRun\": true first, and then with the \"count\" that it tells.");
        }
        return answer(bulk.order(
                filter.filter(),
                act,
                request.get().count().get(),
                operator.getUserPrincipal().getName()));
    }

    private static Response answer(BulkOperations.Answer answer) {
        return switch (answer) {
            case BulkOperations.Answer.Ordered ordered ->
                Response.accepted(ordered.job()).location(ordered.job().self()).build();
            case BulkOperations.Answer.NotOrdered not ->
                problem(not.why().code(), not.why().detail());
        };
    }

    private static Response problem(ErrorCode code, String detail) {
        return problem(code, detail, List.of());
    }

    private static Response problem(ErrorCode code, String detail, List<Problem> problems) {
        return ProblemResponses.response(ProblemDetail.of(code, detail, problems));
    }
}

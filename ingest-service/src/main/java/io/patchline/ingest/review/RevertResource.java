package io.patchline.ingest.review;

import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.reading.NameBounds;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.webhook.AcceptedResponse;
import io.patchline.ingest.webhook.SubmissionResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Problem;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Takes back what patches did. */
@Path("v1/patches")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class RevertResource {
    private final Reverts reverts;
    private final StatusIndex index;

    RevertResource(Reverts reverts, StatusIndex index) {
        this.reverts = reverts;
        this.index = index;
    }

    /** 202 with the patch that takes this one back; 200 if that was accepted before under the same id. */
    @POST
    @Path("{id}/revert")
    @RolesAllowed(Scope.OPERATE)
    public Uni<Response> one(@PathParam("id") String id, byte[] body, @Context SecurityContext operator) {
        RevertRequest request = request(body);
        if (request.ids().isPresent()) {
            throw new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    "The address names the patch. Send several \"ids\" to /v1/patches/revert.");
        }
        return revert(List.of(index.known(id).id()), request, operator);
    }

    /** The same for several, the newest first: all of them are taken back, or none. */
    @POST
    @Path("revert")
    @RolesAllowed(Scope.OPERATE)
    public Uni<Response> several(byte[] body, @Context SecurityContext operator) {
        RevertRequest request = request(body);
        List<String> ids = request.ids().orElse(List.of());
        if (ids.isEmpty() || ids.size() > GitReport.MOST_COMMITS) {
            throw new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    "Send {\"ids\": [\"…\"]} with 1 to " + GitReport.MOST_COMMITS + " ids of patches to take back.");
        }
        List<Problem> errors = missing(ids);
        if (!errors.isEmpty()) {
            throw new ProblemException(ErrorCode.INVALID_REQUEST, "Each of the \"ids\" is the id of a patch.", errors);
        }
        return revert(ids.stream().map(id -> index.known(id).id()).toList(), request, operator);
    }

    /** JSON may say {@code null} where a text is meant. */
    private static List<Problem> missing(List<String> ids) {
        return IntStream.range(0, ids.size())
                .filter(place -> ids.get(place) == null)
                .mapToObj(place -> new Problem(
                        ErrorCode.INVALID_REQUEST, "/ids/" + place, "Is null. Give the id of a patch, a text."))
                .toList();
    }

    private Uni<Response> revert(List<PatchId> patches, RevertRequest request, SecurityContext operator) {
        Optional<PatchId> id = request.id().map(RevertResource::newId);
        Caller by = (Caller) operator.getUserPrincipal();
        return Uni.createFrom()
                .completionStage(() -> reverts.revert(patches, id, by))
                .map(RevertResource::answer);
    }

    private static RevertRequest request(byte[] body) {
        return RequestBody.read(body, RevertRequest.class)
                .orElseThrow(
                        () -> new ProblemException(
                                ErrorCode.INVALID_REQUEST,
                                "Send an object with \"id\", a name for the patch that does it, or nothing; for several patches with \"ids\"."));
    }

    private static PatchId newId(String text) {
        try {
            return NameBounds.id(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ErrorCode.INVALID_REQUEST, "The " + e.getMessage() + ".");
        }
    }

    private static Response answer(SubmissionResult submitted) {
        return switch (submitted) {
            case SubmissionResult.Accepted accepted -> accepted(Response.accepted(), accepted.content());
            case SubmissionResult.KnownAlready known ->
                accepted(Response.ok().header("Idempotent-Replayed", true), known.content());
            case SubmissionResult.Declined declined ->
                throw new ProblemException(declined.code(), declined.detail(), declined.problems());
        };
    }

    private static Response accepted(Response.ResponseBuilder response, SubmissionResult.Content submitted) {
        return response.entity(AcceptedResponse.of(submitted))
                .location(PatchLinks.self(submitted.id()))
                .build();
    }
}

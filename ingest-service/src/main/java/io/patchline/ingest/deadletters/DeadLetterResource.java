package io.patchline.ingest.deadletters;

import io.patchline.broker.DeadLetterId;
import io.patchline.ingest.Cursor;
import io.patchline.ingest.HttpStatus;
import io.patchline.ingest.Ingest;
import io.patchline.ingest.ProblemDetail;
import io.patchline.ingest.ProblemResponses;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.status.PatchLinks;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dead letters: listed, shown, and each sent back, mended or discarded. */
@Path("v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
    private static final int MOST = 500;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

    private final DeadLetterIndex index;
    private final DeadLetterViews views;
    private final LetterActs acts;
    private final Ingest ingest;

    DeadLetterResource(DeadLetterIndex index, DeadLetterParts parts, Ingest ingest) {
        this.index = index;
        this.views = parts.views();
        this.acts = parts.acts();
        this.ingest = ingest;
    }

    /**
     * A page of those that the filter takes, the newest first, with counts by reason.
     *
     * @param limit 1 to 500
     */
    @GET
    @RolesAllowed(Scope.READ)
    public Response list(
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("lane") @Nullable String lane,
            @QueryParam("target") @Nullable String target,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        FilterFields.Read read = new FilterFields(
                        Optional.ofNullable(reason),
                        Optional.ofNullable(lane),
                        Optional.ofNullable(target),
                        Optional.ofNullable(from),
                        Optional.ofNullable(to))
                .read();
        if (!read.problems().isEmpty()) {
            return problem(ErrorCode.INVALID_REQUEST, "The filter cannot be read; see errors.", read.problems());
        }
        if (!NUMBER.matcher(limit).matches() || Integer.parseInt(limit) > MOST) {
            return problem(ErrorCode.INVALID_REQUEST, "The parameter limit is a number from 1 to 500.", List.of());
        }
        try {
            Optional<Cursor> place = Optional.ofNullable(cursor).map(Cursor::parse);
            return Response.ok(DeadLetterPage.of(
                            index, read.filter(), place, Integer.parseInt(limit), QueueDepths.now(ingest.session())))
                    .build();
        } catch (IllegalArgumentException e) {
            return problem(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), List.of());
        }
    }

    /** The patch, why it is here, what it wrote and changed, and its attempts. */
    @GET
    @Path("{id}")
    @RolesAllowed(Scope.READ)
    public Response show(@PathParam("id") String id) {
        return views.of(new DeadLetterId(id))
                .map(view -> Response.ok(view).build())
                .orElseGet(() -> problem(
                        ErrorCode.NOT_FOUND,
                        "No dead letter of this name is known. GET /v1/dead-letters lists those that are; GET /v1/patches/<id> tells what became of a patch.",
                        List.of()));
    }

    /** Sends it back to the end of its lane as it was: 202 with the patch's address when the broker has confirmed it. */
    @POST
    @Path("{id}/replay")
    @RolesAllowed(Scope.OPERATE)
    @Consumes(MediaType.WILDCARD)
    public Response replay(@PathParam("id") String id, byte[] body, @Context SecurityContext operator) {
        Optional<ReplayRequest> request = RequestBody.read(body, ReplayRequest.class);
        if (request.isEmpty()) {
            return problem(
                    ErrorCode.INVALID_REQUEST,
                    "A replay sends the patch as it was: leave the body empty, or send {\"withHeld\": true}. To send a mended patch POST it to …/mend.",
                    List.of());
        }
        LetterActs.Wish wish =
                new LetterActs.Wish(name(operator), request.get().withHeld().orElse(false));
        return answer(acts.replay(new DeadLetterId(id), wish));
    }

    /**
     * Sends the patch in the body, written as at the webhook, in the dead letter's place.
     *
     * @param withHeld {@code true} or {@code false}
     */
    @POST
    @Path("{id}/mend")
    @RolesAllowed(Scope.OPERATE)
    @Consumes(MediaType.WILDCARD)
    public Response mend(
            @PathParam("id") String id,
            @QueryParam("withHeld") @DefaultValue("false") String withHeld,
            byte[] body,
            @Context SecurityContext operator) {
        if (!withHeld.equals("true") && !withHeld.equals("false")) {
            return problem(ErrorCode.INVALID_REQUEST, "The parameter withHeld is true or false.", List.of());
        }
        LetterActs.Wish wish = new LetterActs.Wish(name(operator), Boolean.parseBoolean(withHeld));
        return answer(acts.mend(new DeadLetterId(id), body, wish));
    }

    /** Takes it away for good. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(Scope.OPERATE)
    public Response discard(@PathParam("id") String id, @Context SecurityContext operator) {
        return answer(acts.discard(new DeadLetterId(id), name(operator)));
    }

    private static Response answer(ActAnswer answer) {
        return switch (answer) {
            case ActAnswer.Sent sent ->
                Response.accepted(Map.of(
                                "id", sent.patch(),
                                "run", sent.run(),
                                "status", "queued",
                                "lane", sent.lane(),
                                "links", PatchLinks.of(sent.patch())))
                        .location(PatchLinks.self(sent.patch()))
                        .build();
            case ActAnswer.Removed removed ->
                Response.status(HttpStatus.OK)
                        .entity(Map.of("status", "discarded"))
                        .build();
            case ActAnswer.NotDone notDone -> problem(notDone.code(), notDone.detail(), notDone.problems());
        };
    }

    private static Response problem(ErrorCode code, String detail, List<Problem> problems) {
        return ProblemResponses.response(ProblemDetail.of(code, detail, problems));
    }

    private static String name(SecurityContext operator) {
        return operator.getUserPrincipal().getName();
    }
}

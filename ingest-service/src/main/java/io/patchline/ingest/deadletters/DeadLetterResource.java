package io.patchline.ingest.deadletters;

import io.patchline.broker.CurrentSession;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.QueryNames;
import io.patchline.message.DeadLetterId;
import io.patchline.outcome.ErrorCode;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;

/** Dead letters: listed, shown, and each sent back, mended or discarded. */
@Path("v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
    private static final int MOST = 500;
    private static final long USUAL = 50;

    /** Of a patch that is shown: its message, the tree of its fields, and the answer. */
    private static final long COPIES = 8;

    private final DeadLetterViews views;
    private final DeadLetterOperations acts;
    private final CurrentSession current;
    private final AnswerMemory memory;
    private final ListAnswers lists;
    private final long patchCost;

    DeadLetterResource(
            DeadLetterViews views,
            DeadLetterOperations acts,
            CurrentSession current,
            AnswerMemory memory,
            ListAnswers lists,
            IngestConfig config) {
        this.memory = memory;
        this.lists = lists;
        this.patchCost = COPIES * config.submission().largestBody();
        this.views = views;
        this.acts = acts;
        this.current = current;
    }

    /** A page of those that the filter takes, the newest first, with counts by reason. */
    @GET
    @RolesAllowed(Scope.READ)
    @QueryNames({"reason", "lane", "target", "from", "to", "limit", "cursor"})
    public Response list(@Context UriInfo uri, @Context RoutingContext context) {
        Parameters parameters =
                new Parameters(uri.getQueryParameters(), "reason", "lane", "target", "from", "to", "limit", "cursor");
        DeadLetterFilter filter = new FilterFields(
                        parameters.one("reason"),
                        parameters.one("lane"),
                        parameters.one("target"),
                        parameters.one("from"),
                        parameters.one("to"))
                .read();
        int limit = parameters.number("limit", 1, MOST).orElse(USUAL).intValue();
        DeadLetterPage.Wanted wanted = new DeadLetterPage.Wanted(filter, parameters.cursor("cursor"), limit);
        return Response.ok(lists.json(
                        context,
                        views.listed(),
                        () -> views.page(wanted).with(current.missingPermissions(QueueDepths.QUEUES::contains))))
                .build();
    }

    /** The patch, why it is here, what it wrote and changed, and its attempts. */
    @GET
    @Path("{id}")
    @RolesAllowed(Scope.READ)
    public Response show(@PathParam("id") String id, @Context RoutingContext context) {
        AnswerMemory.Share share = memory.of(context);
        share.require(patchCost);
        Optional<DeadLetterView> found = views.of(new DeadLetterId(id), share);
        share.requireGranted();
        return found.map(view -> Response.ok(view).build())
                .orElseThrow(
                        () -> new ProblemException(
                                ErrorCode.NOT_FOUND,
                                "No dead letter of this name is known. GET /v1/dead-letters lists those that are; GET /v1/patches/<id> shows what became of a patch."));
    }

    /** Sends it back to the end of its lane as it was: 202 with the patch's address when the broker has confirmed it. */
    @POST
    @Path("{id}/replay")
    @RolesAllowed(Scope.OPERATE)
    @Consumes(MediaType.WILDCARD)
    public Response replay(@PathParam("id") String id, byte[] body, @Context SecurityContext operator) {
        ReplayRequest request = RequestBody.read(body, ReplayRequest.class)
                .orElseThrow(
                        () -> new ProblemException(
                                ErrorCode.INVALID_REQUEST,
                                "A replay sends the patch as it was: leave the body empty, or send {\"withHeld\": true}. To send a mended patch POST it to …/mend."));
        DeadLetterOperations.Wish wish =
                new DeadLetterOperations.Wish(name(operator), request.withHeld().orElse(false));
        return answer(acts.replay(new DeadLetterId(id), wish));
    }

    /** Sends the patch in the body, written as at the webhook, in the dead letter's place. */
    @POST
    @Path("{id}/mend")
    @RolesAllowed(Scope.OPERATE)
    @Consumes(MediaType.WILDCARD)
    @QueryNames("withHeld")
    public Response mend(
            @PathParam("id") String id, @Context UriInfo uri, byte[] body, @Context SecurityContext operator) {
        boolean withHeld = new Parameters(uri.getQueryParameters(), "withHeld").flag("withHeld");
        DeadLetterOperations.Wish wish = new DeadLetterOperations.Wish(name(operator), withHeld);
        return answer(acts.mend(new DeadLetterId(id), body, wish));
    }

    /** Takes it away for good. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(Scope.OPERATE)
    public Response discard(@PathParam("id") String id, @Context SecurityContext operator) {
        return answer(acts.discard(new DeadLetterId(id), name(operator)));
    }

    private static Response answer(OperationResult answer) {
        return switch (answer) {
            case OperationResult.Sent sent ->
                Response.accepted(Map.of(
                                "id", sent.patch(),
                                "run", sent.run(),
                                "status", "queued",
                                "lane", sent.lane(),
                                "links", PatchLinks.of(sent.patch())))
                        .location(PatchLinks.self(sent.patch()))
                        .build();
            case OperationResult.Removed removed ->
                Response.status(HttpStatus.OK)
                        .entity(Map.of("status", "discarded"))
                        .build();
            case OperationResult.NotDone notDone ->
                throw new ProblemException(notDone.code(), notDone.detail(), notDone.problems());
        };
    }

    private static String name(SecurityContext operator) {
        return operator.getUserPrincipal().getName();
    }

    /**
     * How a dead letter is to be replayed.
     *
     * @param withHeld whether those that were set aside because of it shall follow it, in order
     */
    record ReplayRequest(Optional<Boolean> withHeld) {}
}

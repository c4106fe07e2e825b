package io.patchline.ingest.lanes;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.deadletters.DeadLetterReplayer;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.log.LogProjector;
import io.patchline.message.LaneRelease;
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
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Releases a lane that is held, without the patch that holds it. */
@Path("v1/lanes/release")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class ReleaseResource {
    private final HoldIndex holds;
    private final DeadLetterReplayer sender;
    private final LogProjector projector;

    ReleaseResource(HoldIndex holds, DeadLetterReplayer sender, LogProjector projector) {
        this.holds = holds;
        this.sender = sender;
        this.projector = projector;
    }

    /** 202 when the broker has the order: it has its place in the lane, behind what was accepted before. */
    @POST
    @RolesAllowed(Scope.OPERATE)
    public Response release(byte[] body, @Context SecurityContext operator) {
        ReleaseRequest request = RequestBody.parse(body, ReleaseRequest.class)
                .orElseThrow(() ->
                        new ProblemException(ErrorCode.INVALID_REQUEST, "Send {\"lane\": the name of the lane}."));
        HeldLane held = holds.of(request.lane()).orElseThrow(this::notHeld);
        return release(held, operator.getUserPrincipal().getName());
    }

    private Response release(HeldLane held, String by) {
        LaneRelease order = new LaneRelease(held.lane(), held.by(), held.run(), Optional.empty(), by);
        try {
            if (!sender.release(order)) {
                throw new ProblemException(ErrorCode.LANE_FULL, "The lane's queue is full. Ask again.");
            }
        } catch (IOException e) {
            throw new ProblemException(ErrorCode.BROKER_UNAVAILABLE, "The broker has not confirmed it. Ask again.");
        }
        return Response.accepted(Map.of("lane", held.lane(), "held_by", held.by()))
                .build();
    }

    private ProblemException notHeld() {
        return projector.isCaughtUp()
                ? new ProblemException(
                        ErrorCode.NOT_FOUND, "This lane is not held. GET /v1/lanes lists those that are.")
                : new ProblemException(ErrorCode.BROKER_UNAVAILABLE, "The log is still being read. Ask again.");
    }
}

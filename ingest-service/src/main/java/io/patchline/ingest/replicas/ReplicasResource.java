package io.patchline.ingest.replicas;

import io.patchline.broker.CurrentSession;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.ProblemException;
import io.patchline.message.ReplicaPresence;
import io.patchline.outcome.ErrorCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;

/** Which replicas of this service there are. Answers with what is so, or with 503: never with what was so once. */
@Path("v1/replicas")
@Produces(MediaType.APPLICATION_JSON)
public class ReplicasResource {
    private final CurrentSession current;
    private final ReplicaRegistry replicas;
    private final ReplicaAnnouncements announcements;
    private final Clock clock;

    ReplicasResource(
            CurrentSession current, ReplicaRegistry replicas, ReplicaAnnouncements announcements, Clock clock) {
        this.current = current;
        this.replicas = replicas;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** 200 with the replicas that are there; 503 while the broker is away or takes no messages, and until everybody can have been heard. */
    @GET
    @RolesAllowed(Scope.READ)
    public Response replicas() {
        if (current.session().isEmpty()) {
            throw unavailable("The broker is away.");
        }
        if (!replicas.isComplete()) {
            throw unavailable("This service has just come to the broker, and not every replica has been heard yet.");
        }
        ReplicaPresence own = announcements.presence();
        List<ReplicaView> alive = replicas.alive().stream()
                .map(heard -> ReplicaView.of(heard, own))
                .toList();
        if (alive.stream().noneMatch(ReplicaView::answers)) {
            throw unavailable("The broker takes no messages at present, so that replicas are not heard.");
        }
        return Response.ok(new ReplicaView.Replicas(clock.instant(), alive)).build();
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(ErrorCode.BROKER_UNAVAILABLE, why + " Ask again after the pause in Retry-After.");
    }
}

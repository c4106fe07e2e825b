package io.patchline.ingest.lanes;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.CurrentSession;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.QueryNames;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who carries patches out, and what waits in each lane queue. Answers with what is so, or with 503: never with what was so once. */
@Path("v1")
@Produces(MediaType.APPLICATION_JSON)
public class LanesResource {
    private static final int MOST_ON_PAGE = 200;
    private static final int USUAL_ON_PAGE = 50;

    private final CurrentSession current;
    private final LogProjector projector;
    private final ExecutorRegistry executors;
    private final LaneQueues queues;
    private final StatusIndex index;
    private final HoldViews holds;
    private final ListAnswers lists;
    private final Clock clock;
    private final int lanes;

    LanesResource(
            CurrentSession current,
            LogProjector projector,
            ExecutorRegistry executors,
            LaneQueues queues,
            StatusIndex index,
            HoldViews holds,
            ListAnswers lists,
            Clock clock,
            IngestConfig config) {
        this.current = current;
        this.projector = projector;
        this.executors = executors;
        this.queues = queues;
        this.index = index;
        this.holds = holds;
        this.lists = lists;
        this.clock = clock;
        this.lanes = config.lanes();
    }

    /** 200 with the executors that are there; 503 while the broker is away, and until everybody can have been heard. */
    @GET
    @Path("executors")
    @RolesAllowed(Scope.READ)
    public Response executors(@Context RoutingContext context) {
        requireExecutorsHeard();
        return Response.ok(lists.json(context, 0, () -> LaneReport.executors(executors.alive(), clock.instant())))
                .build();
    }

    /** 200 with every lane queue; 503 as above, and while the log is not read to its end. */
    @GET
    @Path("lanes")
    @RolesAllowed(Scope.READ)
    public Response lanes(@Context RoutingContext context) {
        BrokerSession session = requireExecutorsHeard();
        requireLogRead();
        try {
            LaneQueues.Depths depths = queues.depths(session);
            return Response.ok(lists.json(context, index.size() + holds.known(), () -> lanes(depths)))
                    .build();
        } catch (IOException e) {
            throw unavailable("The broker does not say how its queues stand.");
        }
    }

    /** 200 with a page of the lanes that are held, those first that are held longest; 503 while the log is not read to its end. */
    @GET
    @Path("lanes/held")
    @RolesAllowed(Scope.READ)
    @QueryNames({"limit", "cursor"})
    public Response held(@Context UriInfo uri, @Context RoutingContext context) {
        Parameters parameters = new Parameters(uri.getQueryParameters(), "limit", "cursor");
        int limit = parameters
                .number("limit", 1, MOST_ON_PAGE)
                .map(Math::toIntExact)
                .orElse(USUAL_ON_PAGE);
        Optional<Instant> after = parameters.cursor("cursor").map(LaneReport::since);
        requireLogRead();
        return Response.ok(lists.json(context, holds.known(), () -> LaneReport.held(holds.page(after, limit))))
                .build();
    }

    private List<HoldViews.Page> firstHeld() {
        return holds.firstOfEachQueue(lanes, LaneView.MOST_HELD);
    }

    private LaneReport.Lanes lanes(LaneQueues.Depths depths) {
        LaneReport.Lanes lanes = LaneReport.lanes(depths, executors.alive(), index.unfinished(), firstHeld());
        return depths.queues().stream().allMatch(Optional::isPresent)
                ? lanes
                : lanes.with(current.missingPermissions(queues::isLane));
    }

    private BrokerSession requireExecutorsHeard() {
        BrokerSession session = current.session().orElseThrow(() -> unavailable("The broker is away."));
        if (!executors.isComplete()) {
            throw unavailable("This service has just come to the broker, and not every executor has been heard yet.");
        }
        return session;
    }

    private void requireLogRead() {
        if (!projector.isCaughtUp()) {
            throw unavailable("The log is still being read.");
        }
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(ErrorCode.BROKER_UNAVAILABLE, why + " Ask again after the pause in Retry-After.");
    }
}

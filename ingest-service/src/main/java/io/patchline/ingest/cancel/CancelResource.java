package io.patchline.ingest.cancel;

import io.patchline.event.EventEnvelope;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.WaitPreference;
import io.patchline.ingest.lanes.IdleLanes;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.status.AnswerMemory;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends patches before their time: those that run, those that wait for another attempt, and those that nobody has taken yet. */
@Path("v1/patches/{id}/cancel")
@Produces(MediaType.APPLICATION_JSON)
public class CancelResource {
    private static final Logger LOG = LoggerFactory.getLogger(CancelResource.class);

    private final CancelPublisher requests;
    private final PatchViews views;
    private final AnswerMemory memory;
    private final LostPatches lost;

    CancelResource(
            PatchPublisher publisher,
            StatusIndex index,
            PatchViews views,
            AnswerMemory memory,
            IdleLanes lanes,
            Clock clock) {
        this.lost = new LostPatches(
                index::story,
                lanes::isIdle,
                event -> publishEvent(publisher, event),
                clock,
                CompletableFuture.delayedExecutor(
                        LostPatches.EVERY.toMillis(),
                        TimeUnit.MILLISECONDS,
                        task -> Thread.ofVirtual().start(task)));
        this.memory = memory;
        this.requests = new CancelPublisher(index, publisher, clock);
        this.views = views;
    }

    /**
     * 202 when the broker has the request, with the story as it is, or 200 when the client waited for the end by {@code Prefer: wait=20} and it came; 200 if the patch is
     * cancelled already. With the scope submit, one's own patches; with operate, all.
     */
    @POST
    @RolesAllowed({Scope.SUBMIT, Scope.OPERATE})
    public Uni<Response> cancel(
            @PathParam("id") String id,
            @HeaderParam("Prefer") List<String> prefer,
            @Context SecurityContext visitor,
            @Context RoutingContext context) {
        PatchId patch = PatchId.parse(id)
                .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, "No patch can have this id. Check it."));
        CancelPublisher.Asker asker =
                new CancelPublisher.Asker(visitor.getUserPrincipal().getName(), visitor.isUserInRole(Scope.OPERATE));
        Duration wait = WaitPreference.in(prefer).orElse(Duration.ZERO);
        return Uni.createFrom()
                .completionStage(() -> requests.request(patch, asker))
                .chain(answer -> answered(answer, new Asked(wait, visitor.isUserInRole(Scope.READ), context)));
    }

    /**
     * How it was asked for.
     *
     * @param mayRead whether the outcome may be told: it holds what the commands wrote
     */
    private record Asked(Duration within, boolean mayRead, RoutingContext context) {
        Asked now() {
            return new Asked(Duration.ZERO, mayRead, context);
        }
    }

    private Uni<Response> answered(CancelAnswer answer, Asked asked) {
        return switch (answer) {
            case CancelAnswer.Requested requested -> {
                lost.watch(requested.story().id());
                yield view(requested.story().id(), asked);
            }
            case CancelAnswer.AlreadyCancelled already -> view(already.story().id(), asked.now());
            case CancelAnswer.Declined declined -> throw new ProblemException(declined.code(), declined.detail());
        };
    }

    private Uni<Response> view(PatchId id, Asked asked) {
        return views.whenOver(id, asked.within(), OutputView.TAIL, memory.of(asked.context()))
                .map(view -> asked.mayRead() ? view : view.withoutOutcome())
                .map(view -> Response.status(view.state().isOver() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                        .location(PatchLinks.self(id))
                        .entity(view)
                        .build());
    }

    /** Where it is not confirmed, whoever asks for the cancel again has it published again. */
    private static void publishEvent(PatchPublisher publisher, EventEnvelope event) {
        publisher
                .publishEvent(event)
                .thenAccept(confirmation -> LOG.atDebug()
                        .addKeyValue("confirmation", confirmation)
                        .log("The end of a lost patch was published"));
    }
}

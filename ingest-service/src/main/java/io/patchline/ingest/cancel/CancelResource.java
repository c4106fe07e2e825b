package io.patchline.ingest.cancel;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.WaitPreference;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.PatchViews;
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
import java.time.Duration;
import java.util.List;

/** Ends patches before their time: those that run, those that wait for another attempt, and those that nobody has taken yet. */
@Path("v1/patches/{id}/cancel")
@Produces(MediaType.APPLICATION_JSON)
public class CancelResource {
    private final Cancellations cancellations;
    private final PatchViews views;
    private final AnswerMemory memory;

    CancelResource(Cancellations cancellations, PatchViews views, AnswerMemory memory) {
        this.cancellations = cancellations;
        this.views = views;
        this.memory = memory;
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
        Cancellations.Asker asker =
                new Cancellations.Asker(visitor.getUserPrincipal().getName(), visitor.isUserInRole(Scope.OPERATE));
        Duration wait = WaitPreference.in(prefer).orElse(Duration.ZERO);
        return Uni.createFrom()
                .completionStage(() -> cancellations.request(patch, asker))
                .chain(answer -> answered(answer, new Asked(wait, visitor.isUserInRole(Scope.READ), context)));
    }

    /**
     * How it was asked for.
     *
     * @param mayRead whether the outcome may be shown: it holds what the commands wrote
     */
    private record Asked(Duration within, boolean mayRead, RoutingContext context) {
        Asked now() {
            return new Asked(Duration.ZERO, mayRead, context);
        }
    }

    private Uni<Response> answered(CancelAnswer answer, Asked asked) {
        return switch (answer) {
            case CancelAnswer.Requested requested -> view(requested.story(), asked);
            case CancelAnswer.AlreadyCancelled already -> view(already.story(), asked.now());
            case CancelAnswer.Declined declined -> throw new ProblemException(declined.code(), declined.detail());
        };
    }

    private Uni<Response> view(PatchStory story, Asked asked) {
        return views.whenOver(story, asked.within(), OutputView.TAIL, memory.of(asked.context()))
                .map(view -> asked.mayRead() ? view : view.withoutOutcome())
                .map(view -> Response.status(view.state().isOver() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                        .location(PatchLinks.self(story.id()))
                        .entity(view)
                        .build());
    }
}

package io.patchline.ingest.review;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.WaitPreference;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import io.patchline.patch.Text;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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

/** Judges commits that wait for a review. */
@Path("v1/patches/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class ReviewResource {
    private final Reviews reviews;
    private final StatusIndex index;
    private final PatchViews views;
    private final AnswerMemory memory;

    ReviewResource(Reviews reviews, StatusIndex index, PatchViews views, AnswerMemory memory) {
        this.reviews = reviews;
        this.index = index;
        this.views = views;
        this.memory = memory;
    }

    /** 202 when the broker has the decision; 200 when the client waited for the end by {@code Prefer: wait=20} and it came. */
    @POST
    @Path("approve")
    @RolesAllowed(Scope.REVIEW)
    @Blocking
    public Uni<Response> approve(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam("Prefer") List<String> prefer,
            @Context SecurityContext reviewer,
            @Context RoutingContext context)
            throws InterruptedException {
        PatchId patch = index.known(id).id();
        CommitId commit = RequestBody.read(body, ApproveRequest.class)
                .flatMap(ApproveRequest::commit)
                .map(ReviewResource::commit)
                .orElseThrow(
                        () -> new ProblemException(
                                ErrorCode.INVALID_REQUEST,
                                "Send {\"commit\": \"<hash>\"} with the commit that was judged: \"commit\" of \"review\" in the patch's story."));
        return answer(reviews.approve(patch, commit, reviewer.getUserPrincipal().getName()), prefer, reviewer, context);
    }

    /** 202 when the broker has the decision; 200 when the client waited for the end by {@code Prefer: wait=20} and it came. */
    @POST
    @Path("reject")
    @RolesAllowed(Scope.REVIEW)
    @Blocking
    public Uni<Response> reject(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam("Prefer") List<String> prefer,
            @Context SecurityContext reviewer,
            @Context RoutingContext context)
            throws InterruptedException {
        PatchId patch = index.known(id).id();
        String reason = RequestBody.read(body, RejectRequest.class)
                .flatMap(RejectRequest::reason)
                .map(ReviewResource::reason)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.INVALID_REQUEST, "Send {\"reason\": \"…\"}: why it is not wanted."));
        return answer(reviews.reject(patch, reason, reviewer.getUserPrincipal().getName()), prefer, reviewer, context);
    }

    private static CommitId commit(String text) {
        try {
            return new CommitId(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ErrorCode.INVALID_REQUEST, "The " + e.getMessage() + ".");
        }
    }

    private static String reason(String text) {
        try {
            Text.notBlank("reason", text);
            Text.oneLine("reason", text.replaceAll("[\t\r\n]", " "), ReviewDecision.MAX_REASON_CHARACTERS);
            return text;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ErrorCode.INVALID_REQUEST, "The " + e.getMessage() + ".");
        }
    }

    private Uni<Response> answer(
            PatchStory story, List<String> prefer, SecurityContext reviewer, RoutingContext context) {
        Duration wait = WaitPreference.in(prefer).orElse(Duration.ZERO);
        return views.whenOver(story, wait, OutputView.TAIL, memory.of(context))
                .map(view -> reviewer.isUserInRole(Scope.READ) ? view : view.withoutOutcome())
                .map(view -> Response.status(view.state().isOver() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                        .location(PatchLinks.self(view.id()))
                        .entity(view)
                        .build());
    }
}

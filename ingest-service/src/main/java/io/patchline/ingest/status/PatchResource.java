package io.patchline.ingest.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.QueryNames;
import io.patchline.ingest.http.WaitPreference;
import io.patchline.ingest.log.NotInLogException;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Duration;

/** The patches that are kept, and the story of each. */
@Path("v1/patches")
@Produces(MediaType.APPLICATION_JSON)
public class PatchResource {
    private static final long LONGEST_WAIT = 999_999_999;

    /** Of a patch: its message, the patch, and the answer. */
    private static final long COPIES = 4;

    private final PatchViews views;
    private final StatusIndex index;
    private final AnswerMemory memory;
    private final ListAnswers lists;
    private final ObjectMapper json;
    private final long patchCost;

    PatchResource(
            PatchViews views,
            StatusIndex index,
            AnswerMemory memory,
            ListAnswers lists,
            ObjectMapper json,
            IngestConfig config) {
        this.memory = memory;
        this.lists = lists;
        this.json = json;
        this.patchCost = COPIES * config.submission().largestBody();
        this.views = views;
        this.index = index;
    }

    /** 200 with a page of the patches that match, the newest first. */
    @GET
    @RolesAllowed(Scope.READ)
    @QueryNames({"state", "lane", "role", "target", "source", "text", "from", "to", "limit", "cursor", "order"})
    public Response list(@Context UriInfo uri, @Context RoutingContext context) {
        PatchQuery query = PatchQuery.of(uri.getQueryParameters());
        return Response.ok(lists.json(context, index.size(), () -> PatchPage.of(index.newestFirst(), query)))
                .build();
    }

    /** 200 with the patch as it was submitted, from the log, also at once after its 202; 404 where the log does not hold it any more; 503 while that cannot be read. */
    @GET
    @Path("{id}/patch")
    @RolesAllowed(Scope.READ)
    public Response patch(@PathParam("id") String id, @Context RoutingContext context) throws InterruptedException {
        PatchStory story = index.known(id);
        memory.of(context).require(patchCost);
        try {
            return Response.ok(MessageCodec.write(views.patch(story.id()))).build();
        } catch (NotInLogException e) {
            throw new ProblemException(
                    ErrorCode.NOT_FOUND, "The broker's log does not hold the patch any more: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.BROKER_UNAVAILABLE, "The patch cannot be read from the broker's log: " + e.getMessage());
        }
    }

    /**
     * 200 with the story, after waiting for its end if that is asked for.
     *
     * <p>{@code wait} is in seconds, more than 40 is taken as 40.
     */
    @GET
    @Path("{id}")
    @RolesAllowed(Scope.READ)
    @QueryNames({"wait", OutputView.NAME})
    public Uni<Response> story(@PathParam("id") String id, @Context UriInfo uri, @Context RoutingContext context) {
        Parameters parameters = new Parameters(uri.getQueryParameters(), "wait", OutputView.NAME);
        long wait = parameters.number("wait", 0, LONGEST_WAIT).orElse(0L);
        OutputView output = OutputView.in(parameters);
        return story(index.known(id).id(), WaitPreference.ofSeconds(wait), output, memory.of(context));
    }

    /** Written on the thread that has read it: an outcome is large, and the event loops are for all. */
    private Uni<Response> story(PatchId patch, Duration wait, OutputView output, AnswerMemory.Share share) {
        return views.whenOver(patch, wait, output, share)
                .invoke(share::requireGranted)
                .map(view -> Response.ok(bytes(view)).build());
    }

    private byte[] bytes(PatchView view) {
        try {
            return json.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the story of " + view.id(), e);
        }
    }
}

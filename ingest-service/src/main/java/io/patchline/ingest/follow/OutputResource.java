package io.patchline.ingest.follow;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.QueryNames;
import io.patchline.ingest.log.LogOutcomes;
import io.patchline.ingest.log.NotInLogException;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** What a patch's commands wrote: as text when it is over, as server-sent events while they write. */
@Path("v1/patches/{id}/output")
public class OutputResource {
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;

    private final StatusIndex index;
    private final OutputRequest.Reader reader;
    private final OutputStreamer following;
    private final FollowerLimit followerLimit;
    private final LogOutcomes outcomes;
    private final AnswerMemory memory;

    OutputResource(
            StatusIndex index,
            LogOutcomes outcomes,
            OutputStreamer following,
            FollowerLimit followerLimit,
            AnswerMemory memory) {
        this.memory = memory;
        this.outcomes = outcomes;
        this.index = index;
        this.reader = new OutputRequest.Reader(outcomes);
        this.following = following;
        this.followerLimit = followerLimit;
    }

    /** 200 or 206 with text; with {@code ?follow=true} or if the client accepts only that, server-sent events until the patch is over. */
    @GET
    @RolesAllowed(Scope.READ)
    @Produces(MediaType.WILDCARD)
    @QueryNames({"run", "attempt", "action", "tail", "follow"})
    @RunOnVirtualThread
    public Response output(
            @PathParam("id") String id,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context SecurityContext visitor,
            @Context RoutingContext context)
            throws InterruptedException {
        OutputRequest request = OutputRequest.of(new Parameters(uri.getQueryParameters(), OutputRequest.NAMES));
        PatchStory story = index.known(id);
        boolean events =
                String.valueOf(headers.getHeaderString(HttpHeaders.ACCEPT)).contains(MediaType.SERVER_SENT_EVENTS);
        return request.follow() || events
                ? follow(story, headers, new Follower(visitor.getUserPrincipal().getName(), context.response()))
                : text(story, request, headers, memory.of(context));
    }

    private Response follow(PatchStory story, HttpHeaders headers, Follower follower) {
        Optional<String> last =
                Optional.ofNullable(headers.getHeaderString("Last-Event-ID")).filter(id -> !id.isBlank());
        Optional<Integer> endOf = last.flatMap(OutputEnd::runOf);
        if (endOf.filter(run -> run >= story.run() && story.state().isOver()).isPresent()) {
            return Response.noContent().build();
        }
        Optional<OutputPosition> has = last.filter(id -> endOf.isEmpty()).map(OutputPosition::parse);
        return EventsResource.stream(followerLimit, follower, out -> following.stream(story.id(), has, out));
    }

    private Response text(PatchStory story, OutputRequest request, HttpHeaders headers, AnswerMemory.Share share)
            throws InterruptedException {
        OutputRequest.Attempt attempt = request.attempt(story)
                .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, request.nothingYet(story)));
        if (!share.take(outcomes.cost(attempt.event()))) {
            throw new ProblemException(
                    ErrorCode.OVERLOADED,
                    "More is being read than there is memory for. Ask again after the pause in Retry-After, or for less of it with ?tail.");
        }
        try {
            return part(reader.read(story.id(), request, attempt), request.tag(attempt), headers);
        } catch (NotInLogException e) {
            throw new ProblemException(
                    ErrorCode.NOT_FOUND,
                    "The broker's log does not hold the output any more: " + e.getMessage()
                            + ". The executor's ledger may have it (docs/ledger.md).");
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.BROKER_UNAVAILABLE, "The output cannot be read from the broker's log: " + e.getMessage());
        }
    }

    private static Response part(OutputText text, String tag, HttpHeaders headers) {
        Optional<String> range = Optional.ofNullable(headers.getHeaderString("Range"))
                .filter(asked -> Optional.ofNullable(headers.getHeaderString("If-Range"))
                        .filter(other -> !other.equals(tag))
                        .isEmpty());
        int length = text.bytes().length;
        Response.ResponseBuilder response = switch (ByteRange.of(range, length)) {
            case ByteRange.Asked.Whole whole -> Response.ok(text.bytes());
            case ByteRange.Asked.Part part ->
                Response.status(PARTIAL)
                        .entity(Arrays.copyOfRange(
                                text.bytes(), part.range().first(), part.range().last() + 1))
                        .header("Content-Range", part.range().of(length));
            case ByteRange.Asked.Unsatisfiable none ->
                Response.status(UNSATISFIABLE).entity(new byte[0]).header("Content-Range", "bytes */" + length);
        };
        return response.type("text/plain; charset=utf-8")
                .header("Accept-Ranges", "bytes")
                .header("ETag", tag)
                .header("X-Content-Type-Options", "nosniff")
                .header("Patchline-Output-Bytes", text.total())
                .header("Patchline-Output-Omitted", text.omitted())
                .header("Patchline-Output-Omitted-Commands", text.omittedCommands())
                .build();
    }
}

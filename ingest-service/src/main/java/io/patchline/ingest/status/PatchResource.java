package io.patchline.ingest.status;

import io.patchline.ingest.ProblemDetail;
import io.patchline.ingest.ProblemResponses;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.webhook.WaitPreference;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;

/** The story of one patch. */
@Path("v1/patches")
@Produces(MediaType.APPLICATION_JSON)
public class PatchResource {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final PatchViews views;
    private final StatusIndex index;

    PatchResource(PatchViews views, StatusIndex index) {
        this.views = views;
        this.index = index;
    }

    /**
     * 200 with the story, after waiting for its end if that is asked for.
     *
     * @param wait in seconds, at most 40
     */
    @GET
    @Path("{id}")
    @RolesAllowed(Scope.READ)
    public Uni<Response> story(@PathParam("id") String id, @QueryParam("wait") @DefaultValue("0") String wait) {
        Optional<PatchId> known = parse(id).filter(patch -> index.story(patch).isPresent());
        if (known.isEmpty()) {
            return Uni.createFrom()
                    .item(
                            ProblemResponses.response(
                                    ProblemDetail.of(
                                            ErrorCode.NOT_FOUND,
                                            "No patch with this id is known. Check the id; patches older than what is kept are in the broker's log only.")));
        }
        if (!SECONDS.matcher(wait).matches()) {
            return Uni.createFrom()
                    .item(ProblemResponses.response(ProblemDetail.of(
                            ErrorCode.INVALID_REQUEST,
                            "The parameter wait is a number of seconds, such as ?wait=20.")));
        }
        return views.whenOver(known.get(), WaitPreference.ofSeconds(Long.parseLong(wait)))
                .map(view -> Response.ok(view).build());
    }

    private static Optional<PatchId> parse(String id) {
        try {
            return Optional.of(new PatchId(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package io.patchline.ingest.app;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.callbacks.Callbacks;
import io.patchline.ingest.http.QueryNames;
import io.patchline.ingest.status.PatchPage;
import io.patchline.ingest.status.PatchQuery;
import io.patchline.ingest.status.StatusIndex;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The original's two pages: how the service stands, and what it took. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public class ServiceStatusResource {
    private final Ingest ingest;
    private final StatusIndex index;
    private final Callbacks callbacks;
    private final ListAnswers lists;

    ServiceStatusResource(Ingest ingest, StatusIndex index, Callbacks callbacks, ListAnswers lists) {
        this.lists = lists;
        this.ingest = ingest;
        this.index = index;
        this.callbacks = callbacks;
    }

    /** 200 with how the service stands, whether it can take patches or not. */
    @GET
    @Path("status")
    @RolesAllowed(Scope.READ)
    public Response status(@Context RoutingContext context) {
        return Response.ok(lists.json(
                        context, index.size(), () -> ServiceStatus.of(ingest, index.newestFirst(), callbacks)))
                .build();
    }

    /** The same list as {@code GET /v1/patches}. */
    @GET
    @Path("patches")
    @RolesAllowed(Scope.READ)
    @QueryNames({"state", "lane", "role", "target", "source", "text", "from", "to", "limit", "cursor", "order"})
    public Response patches(@Context UriInfo uri, @Context RoutingContext context) {
        PatchQuery query = PatchQuery.of(uri.getQueryParameters());
        return Response.ok(lists.json(context, index.size(), () -> PatchPage.of(index.newestFirst(), query)))
                .build();
    }
}

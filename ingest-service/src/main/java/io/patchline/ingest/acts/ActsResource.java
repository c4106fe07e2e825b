package io.patchline.ingest.acts;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.http.QueryNames;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Who did what when. */
@Path("v1/acts")
public class ActsResource {
    /** JSON, one object a line. */
    private static final String JSONL = "application/jsonl";

    private final ActIndex index;
    private final ListAnswers lists;

    ActsResource(ActIndex index, ListAnswers lists) {
        this.index = index;
        this.lists = lists;
    }

    /** 200 with a page, the newest first unless {@code order=oldest}; with {@code format=jsonl} all that match, the oldest first, an object a line. */
    @GET
    @RolesAllowed(Scope.READ)
    @QueryNames({"what", "by", "patch", "from", "to", "limit", "cursor", "order", "format"})
    public Response acts(@Context UriInfo uri, @Context RoutingContext context) {
        ActQuery query = ActQuery.of(uri.getQueryParameters());
        if (query.asLines()) {
            return export(query, context);
        }
        return Response.ok(lists.json(context, index.size(), () -> page(query)), MediaType.APPLICATION_JSON)
                .build();
    }

    private ActPage page(ActQuery query) {
        return ActPage.of(query.oldestFirst() ? index.oldestFirst() : index.newestFirst(), query);
    }

    private Response export(ActQuery query, RoutingContext context) {
        return Response.ok(
                        lists.lines(
                                context,
                                index.size(),
                                () -> index.oldestFirst().stream()
                                        .filter(query::matches)
                                        .toList()),
                        JSONL)
                .header("Content-Disposition", "attachment; filename=\"patchline-acts.jsonl\"")
                .build();
    }
}

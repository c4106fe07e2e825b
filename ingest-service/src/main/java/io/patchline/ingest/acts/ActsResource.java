package io.patchline.ingest.acts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.http.QueryNames;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** Who did what when. */
@Path("v1/acts")
public class ActsResource {
    /** JSON, one object a line. */
    private static final String JSONL = "application/jsonl";

    /** The most that an ordinary act takes as a line, in bytes. */
    private static final long LINE = 512;

    private final ActIndex index;
    private final AnswerMemory memory;
    private final ObjectMapper json;

    ActsResource(ActIndex index, AnswerMemory memory, ObjectMapper json) {
        this.index = index;
        this.memory = memory;
        this.json = json;
    }

    /** 200 with a page, the newest first unless {@code order=oldest}; with {@code format=jsonl} all that match, the oldest first, an object a line. */
    @GET
    @RolesAllowed(Scope.READ)
    @QueryNames({"what", "by", "patch", "from", "to", "limit", "cursor", "order", "format"})
    public Response acts(@Context UriInfo uri, @Context RoutingContext context) {
        ActQuery query = ActQuery.of(uri.getQueryParameters());
        if (query.asLines()) {
            return export(query, memory.of(context));
        }
        memory.requireForList(context, query.limit());
        ActPage page = ActPage.of(query.oldestFirst() ? index.oldestFirst() : index.newestFirst(), query);
        return Response.ok(page, MediaType.APPLICATION_JSON).build();
    }

    private Response export(ActQuery query, AnswerMemory.Share share) {
        List<Act> acts = index.oldestFirst().stream().filter(query::matches).toList();
        share.require(LINE * acts.size());
        StreamingOutput lines = out -> {
            for (Act act : acts) {
                out.write(json.writeValueAsBytes(act));
                out.write('\n');
            }
        };
        return Response.ok(lines, JSONL)
                .header("Content-Disposition", "attachment; filename=\"patchline-acts.jsonl\"")
                .build();
    }
}

package io.patchline.ingest.mcp;

import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The MCP endpoint for clients that bring a token. It says nothing of OAuth: clients that hear of that leave their token at home. */
@Path("mcp")
public class McpResource {
    private final McpEndpoint endpoint;

    McpResource(McpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** One message of JSON-RPC, and its answer. */
    @POST
    @RolesAllowed({Scope.SUBMIT, Scope.READ, Scope.OPERATE})
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> post(@Context SecurityContext visitor, @Context RoutingContext context) {
        return endpoint.answer((Caller) visitor.getUserPrincipal(), context).map(McpResource::response);
    }

    /** The answer over HTTP. */
    public static Response response(McpAnswer answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        return answer.body().length == 0
                ? response.build()
                : response.type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(answer.body())
                        .build();
    }
}

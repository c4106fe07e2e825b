package io.patchline.ingest.oauth;

import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.mcp.McpEndpoint;
import io.patchline.ingest.mcp.McpResource;
import io.patchline.outcome.ErrorCode;
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

/** The MCP endpoint for clients that log in by OAuth, otherwise the same as {@code /mcp}. Who is let in is said by {@link OAuthMechanism}. */
@Path("mcp-oauth")
public class McpOAuthResource {
    private final McpEndpoint endpoint;

    McpOAuthResource(McpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** One message of JSON-RPC, and its answer. */
    @POST
    @RolesAllowed({Scope.SUBMIT, Scope.READ, Scope.OPERATE})
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> post(@Context SecurityContext visitor, @Context RoutingContext context) {
        if (context.get(OAuthMechanism.GRANT) == null) {
            // Another spelling of the path, which the mechanism does not take for its own.
            throw new ProblemException(ErrorCode.NOT_FOUND, "There is nothing at this path.");
        }
        return endpoint.answer((Caller) visitor.getUserPrincipal(), context).map(McpResource::response);
    }
}

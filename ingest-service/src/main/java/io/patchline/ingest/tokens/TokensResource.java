package io.patchline.ingest.tokens;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.acts.ActMessage;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.ProblemResponses;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.outcome.ErrorCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens of the token file. */
@Path("v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {
    private static final Logger LOG = LoggerFactory.getLogger(TokensResource.class);

    private final TokenRegistry registry;
    private final PatchPublisher publisher;
    private final Clock clock;

    TokensResource(TokenRegistry registry, PatchPublisher publisher, Clock clock) {
        this.registry = registry;
        this.publisher = publisher;
        this.clock = clock;
    }

    record Tokens(List<TokenView> tokens) {}

    /** 200 with all of them, in the order of the file. */
    @GET
    @RolesAllowed(Scope.OPERATE)
    public Tokens list() {
        return new Tokens(registry.list().stream().map(TokenView::of).toList());
    }

    /** 200 when the token lets nobody in any more, and sessions of the console that stand for it do not either. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(Scope.OPERATE)
    public Response revoke(@PathParam("id") String name, @Context SecurityContext operator) {
        try {
            if (!registry.revoke(name)) {
                return problem(
                        ErrorCode.NOT_FOUND,
                        "There is no token of this name. GET /v1/tokens lists those that there are.");
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("token", name)
                    .addKeyValue("cause", e.toString())
                    .log("A token was not revoked");
            return problem(
                    ErrorCode.FORBIDDEN,
                    "The token file cannot be changed from here. Take its line out where the file is kept; it is read again when it changes.");
        }
        String by = operator.getUserPrincipal().getName();
        ActMessage act = new ActMessage(
                UUID.randomUUID().toString(), ActMessage.TOKEN_REVOKED, by, clock.instant(), Optional.of(name));
        publisher
                .publish(act.toMessage())
                .thenAccept(confirmation -> LOG.atInfo()
                        .addKeyValue("token", name)
                        .addKeyValue("by", by)
                        .addKeyValue("confirmation", confirmation)
                        .log("A token was revoked"));
        return Response.ok(new Revoked("revoked")).build();
    }

    record Revoked(String status) {}

    private static Response problem(ErrorCode code, String detail) {
        return ProblemResponses.response(ProblemDetail.of(code, detail));
    }
}

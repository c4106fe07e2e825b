package io.patchline.ingest.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.LazyList;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.oauth.grant.Grant;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import io.patchline.outcome.ErrorCode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What clients were allowed by OAuth, and its end. Everybody sees and ends their own; operators everybody's. */
@Path("v1/grants")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Scope.SUBMIT, Scope.READ, Scope.OPERATE})
public class GrantsResource {
    private final Optional<Grants> grants;
    private final ListAnswers lists;

    GrantsResource(EmbeddedServer server, ListAnswers lists) {
        this.grants = server.grants();
        this.lists = lists;
    }

    /**
     * A client that was allowed something.
     *
     * @param token name of the token that was shown; the grant ends with it
     * @param used when it last got tokens
     */
    public record GrantView(
            String id,
            String token,
            String client,
            @JsonProperty("client_name") String clientName,
            @JsonProperty("redirect_uri") String redirectUri,
            List<String> scopes,
            Instant granted,
            Instant expires,
            Optional<Instant> used) {
        private static GrantView of(Grant grant) {
            var consent = grant.consent();
            return new GrantView(
                    consent.grant(),
                    consent.person(),
                    consent.client(),
                    consent.clientName(),
                    consent.redirectUri(),
                    consent.scopes().stream().sorted().toList(),
                    consent.granted(),
                    consent.expires(),
                    grant.used());
        }
    }

    /** All that the visitor may see. */
    public record GrantList(List<GrantView> grants) {}

    /** None where there is no embedded authorization server. */
    @GET
    @RunOnVirtualThread
    public Response list(@Context SecurityContext visitor, @Context RoutingContext context) {
        List<Grant> visible = of(visitor);
        return Response.ok(lists.json(
                        context, visible.size(), () -> new GrantList(new LazyList<>(visible, GrantView::of))))
                .build();
    }

    /** Ends it: access and refresh tokens are good for nothing from the answer on, at every replica. */
    @DELETE
    @Path("{id}")
    @RunOnVirtualThread
    public Response revoke(@PathParam("id") String id, @Context SecurityContext visitor) {
        boolean theirs =
                of(visitor).stream().anyMatch(grant -> grant.consent().grant().equals(id));
        try {
            if (!theirs
                    || !grants.orElseThrow()
                            .revoke(id, visitor.getUserPrincipal().getName())) {
                throw new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "There is no grant of this id, or it is somebody else's. GET /v1/grants lists those that there are.");
            }
        } catch (GrantsUnavailableException e) {
            throw unavailable();
        }
        return Response.noContent().build();
    }

    private List<Grant> of(SecurityContext visitor) {
        boolean operator = visitor.isUserInRole(Scope.OPERATE);
        String name = visitor.getUserPrincipal().getName();
        try {
            List<Grant> all = grants.isEmpty() ? List.of() : grants.get().all();
            return all.stream()
                    .filter(grant -> operator || grant.consent().person().equals(name))
                    .toList();
        } catch (GrantsUnavailableException e) {
            throw unavailable();
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                ErrorCode.BROKER_UNAVAILABLE,
                "The grants are not known while the broker is away. Send the same request again.");
    }
}

package io.patchline.ingest.oauth;

import io.patchline.ingest.access.TokenHolders;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.oauth.AccessTokenCheck.Access;
import io.patchline.ingest.oauth.server.ServerAddress;
import io.patchline.outcome.ErrorCode;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lets clients in at {@code /mcp-oauth} by an OAuth access token, and by nothing else; is silent everywhere else. Whoever has none is told where to get one, by
 * the header {@code WWW-Authenticate} of RFC 9728.
 */
@Singleton
public final class OAuthMechanism implements HttpAuthenticationMechanism {
    /** The attribute of the identity, and of the request, with the id of the grant. */
    public static final String GRANT = "patchline.grant";

    private static final int UNAUTHORIZED = 401;
    private static final String SCHEME = "bearer ";

    private final OAuthPaths paths;
    private final Optional<AccessTokenCheck> check;
    private final TokenHolders holders;

    OAuthMechanism(OAuthPaths paths, AccessTokenChecks checks, TokenHolders holders) {
        this.paths = paths;
        this.check = checks.inUse();
        this.holders = holders;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        if (check.isEmpty() || !context.normalizedPath().equals(ServerAddress.RESOURCE_PATH)) {
            return Uni.createFrom().nullItem();
        }
        Optional<String> token = token(context.request());
        challenge(context, token.isPresent());
        return token.isEmpty()
                ? Uni.createFrom().failure(missing().forTheFramework())
                : check.get()
                        .check(token.get())
                        .map(access -> access.map(found -> identity(found, context))
                                .orElseThrow(() -> wrong(context.request())))
                        .onFailure(RefusedException.class)
                        .transform(RefusedException::forTheFramework);
    }

    /** Before everybody else, who would take the token for one of theirs. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    private void challenge(RoutingContext context, boolean sent) {
        context.addHeadersEndHandler(headers -> {
            if (context.response().getStatusCode() == UNAUTHORIZED) {
                context.response().putHeader("WWW-Authenticate", paths.challenge(sent));
            }
        });
    }

    /** Every client begins so, and is told where to get one: that is no attempt to guess. */
    private static RefusedException missing() {
        return new RefusedException(
                ProblemDetail.of(ErrorCode.UNAUTHENTICATED, "An access token is missing; a client gets one by OAuth."),
                0);
    }

    private RefusedException wrong(HttpServerRequest request) {
        return holders.refused(holders.addressOf(request), "The access token is wrong, expired or revoked.");
    }

    private static Optional<String> token(HttpServerRequest request) {
        List<String> values = request.headers().getAll("Authorization");
        return values.size() == 1 && values.getFirst().toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(values.getFirst().substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    private SecurityIdentity identity(Access access, RoutingContext context) {
        context.put(GRANT, access.grant());
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(holders.located(access.caller(), context.request()))
                .addRoles(access.caller().scopes())
                .addAttribute(GRANT, access.grant())
                .build();
    }
}

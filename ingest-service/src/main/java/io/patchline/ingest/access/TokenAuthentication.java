package io.patchline.ingest.access;

import io.patchline.ingest.IngestConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Tokens over HTTP: {@code Authorization: Bearer <token>}, or the token by itself in the configured header. (Source: RFC 6750.) */
@Singleton
public final class TokenAuthentication implements HttpAuthenticationMechanism {
    private static final int UNAUTHORIZED = 401;

    private final Doorkeeper doorkeeper;
    private final String tokenHeader;

    TokenAuthentication(Doorkeeper doorkeeper, IngestConfig config) {
        this.doorkeeper = doorkeeper;
        this.tokenHeader = config.access().header();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        if (doorkeeper.isOpen()) {
            return Uni.createFrom().item(identity(doorkeeper.anybody()));
        }
        Optional<String> token = Optional.ofNullable(context.request().getHeader(tokenHeader))
                .or(() -> Optional.ofNullable(context.request().getHeader("Authorization")));
        if (token.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return token.flatMap(doorkeeper::recognise)
                .map(visitor -> Uni.createFrom().item(identity(visitor)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unknown token")));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    private static SecurityIdentity identity(Doorkeeper.Visitor visitor) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(visitor.name()))
                .addRoles(visitor.scopes())
                .build();
    }
}

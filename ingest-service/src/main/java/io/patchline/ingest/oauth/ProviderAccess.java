package io.patchline.ingest.oauth;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.config.OAuthConfig;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.oauth.provider.ProviderTokens;
import io.patchline.ingest.oauth.provider.ProviderTokens.Subject;
import io.patchline.ingest.oauth.server.GrantScopes;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Access tokens of an identity provider. Who it vouches for is known here as {@code oidc:<name>}, so that nobody there takes the name of a token of ours. */
final class ProviderAccess implements AccessTokenCheck {
    private static final String PREFIX = "oidc:";
    private static final int LONGEST_NAME = 200;
    private static final long SOON = 5;
    private static final Logger LOG = LoggerFactory.getLogger(ProviderAccess.class);

    private final ProviderTokens tokens;

    ProviderAccess(ProviderTokens tokens) {
        this.tokens = tokens;
    }

    static ProviderTokens.Rules rules(OAuthConfig config, OAuthSetup.Provider setup) {
        Map<String, String> ours = new HashMap<>();
        GrantScopes.ALL.forEach(scope -> ours.put(config.scopes().getOrDefault(scope, scope), scope));
        return new ProviderTokens.Rules(
                config.audience().orElseGet(() -> setup.address().resource().toString()),
                config.scopeClaim(),
                config.nameClaim(),
                ours);
    }

    /** On a thread that may wait, for the provider's keys; the answer comes where it was asked for. */
    @Override
    public Uni<Optional<Access>> check(String token) {
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext(), "called on the event loop of a request");
        CompletableFuture<Optional<Access>> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("provider-token").start(() -> answer.completeAsync(() -> access(token), Runnable::run));
        return Uni.createFrom().completionStage(answer).emitOn(task -> eventLoop.runOnContext(any -> task.run()));
    }

    private Optional<Access> access(String token) {
        try {
            return tokens.check(token)
                    .filter(subject -> subject.name().length() <= LONGEST_NAME)
                    .map(ProviderAccess::access);
        } catch (IOException e) {
            LOG.atLevel(level(e))
                    .addKeyValue("cause", e.getMessage())
                    .log("The identity provider's keys cannot be had");
            throw new RefusedException(
                    ProblemDetail.of(
                            ErrorCode.OVERLOADED,
                            "The identity provider does not answer, so nobody can be let in by its tokens. Send the same request again after the pause in Retry-After."),
                    SOON);
        }
    }

    /** Anybody can send tokens with keys that nobody knows; that the keys are then not looked up again and again is no news. */
    static Level level(IOException failure) {
        return failure.getCause() instanceof RateLimitReachedException ? Level.DEBUG : Level.WARN;
    }

    private static Access access(Subject subject) {
        String name = PREFIX + subject.name();
        return new Access(new Caller(name, subject.scopes(), Optional.empty(), Optional.empty(), name), name);
    }
}

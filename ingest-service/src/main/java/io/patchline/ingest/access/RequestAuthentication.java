package io.patchline.ingest.access;

import io.github.bucket4j.TimeMeter;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.Network;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.session.ConsoleSessions;
import io.patchline.ingest.session.SessionCookie;
import io.patchline.ingest.usage.LastUses;
import io.patchline.outcome.ErrorCode;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets visitors in over HTTP by what they bring: a token in the headers, or a signature over the body. Failed attempts are counted by address. */
@Singleton
public final class RequestAuthentication implements HttpAuthenticationMechanism {
    private static final int UNAUTHORIZED = 401;

    private final TokenAuthenticator authenticator;
    private final SignedSubmissions signed;
    private final FailedAttempts attempts;
    private final ClientAddress clients;
    private final ConsoleSessions sessions;
    private final LastUses uses;
    private final Clock clock;
    private final String tokenHeader;
    private final boolean keepAddresses;

    RequestAuthentication(
            TokenAuthenticator authenticator,
            SignedSubmissions signed,
            ConsoleSessions sessions,
            LastUses uses,
            Clock clock,
            IngestConfig config) {
        this.sessions = sessions;
        this.uses = uses;
        this.clock = clock;
        this.authenticator = authenticator;
        this.signed = signed;
        this.attempts = new FailedAttempts(config.access().failures(), TimeMeter.SYSTEM_NANOTIME);
        this.clients = new ClientAddress(
                config.access().proxies().orElse(List.of()), config.access().proxyHeader());
        this.tokenHeader = config.access().header();
        this.keepAddresses = config.access().keepAddresses();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        InetAddress address = addressOf(context.request());
        if (authenticator.isOpen()) {
            return Uni.createFrom().item(identity(authenticator.anybody(), address));
        }
        Optional<Uni<AuthenticationResult>> recognition = Credential.in(
                        context.request().headers(), tokenHeader)
                .map(credential -> Uni.createFrom().item(recognise(credential, context)))
                .or(() -> signed.recognise(context, address))
                .or(() -> inSession(context));
        return recognition
                .map(known -> known.map(result -> letIn(result, address))
                        .onFailure(RefusedException.class)
                        .transform(refused -> counted(refused, address).forTheFramework()))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private AuthenticationResult recognise(Credential credential, RoutingContext context) {
        boolean begins = context.request().method().equals(HttpMethod.POST)
                && context.normalizedPath().equals(ConsoleSessions.PATH);
        return credential instanceof Credential.Code code && begins
                ? ofCode(code)
                : authenticator.recognise(credential);
    }

    /** That a code was not used before is seen to where the session is begun. */
    private AuthenticationResult ofCode(Credential.Code code) {
        return sessions.ofCode(code.text())
                .flatMap(authenticator::callerIn)
                .<AuthenticationResult>map(AuthenticationResult.Known::new)
                .orElseGet(() -> AuthenticationResult.refused(
                        "code", "The link is over or none of this service's. ./patchline console prints a new one."));
    }

    private Optional<Uni<AuthenticationResult>> inSession(RoutingContext context) {
        HttpServerRequest request = context.request();
        return sessions.current(request)
                .flatMap(current -> authenticator
                        .callerIn(current.session())
                        .map(caller -> sessions.isAllowed(request, current.session())
                                ? Uni.createFrom()
                                        .item(inUntil(current.session().expires(), caller, context))
                                : Uni.createFrom().failure(withoutCsrf())));
    }

    /** An answer that goes on, such as a stream of events, ends with the session; whoever follows it comes back and is not let in. */
    private AuthenticationResult inUntil(Instant end, Caller caller, RoutingContext context) {
        long left = Math.max(1, Duration.between(clock.instant(), end).toMillis());
        long timer = context.vertx()
                .setTimer(left, over -> context.request().connection().close());
        context.addEndHandler(over -> context.vertx().cancelTimer(timer));
        return new AuthenticationResult.Known(caller);
    }

    private static RefusedException withoutCsrf() {
        return new RefusedException(
                ProblemDetail.of(
                        ErrorCode.FORBIDDEN,
                        "In a session, send what GET " + ConsoleSessions.PATH + " answers as csrf in the header "
                                + SessionCookie.CSRF_HEADER
                                + ". Programs send a token instead: Authorization: Bearer <token>."),
                0);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    /** A stranger whose body does not come has failed, too. */
    private RefusedException counted(RefusedException refused, InetAddress address) {
        if (refused.problem().code() != ErrorCode.BODY_TIMEOUT) {
            return refused;
        }
        RefusedException failed = attempts.failed(address, AuthenticationFailure.SLOW_BODY);
        return failed.problem().code() == ErrorCode.TOO_MANY_ATTEMPTS ? failed : refused;
    }

    private SecurityIdentity letIn(AuthenticationResult recognition, InetAddress address) {
        return switch (recognition) {
            case AuthenticationResult.Known known -> {
                uses.used(known.caller().name(), clock.instant());
                yield identity(known.caller(), address);
            }
            case AuthenticationResult.Refused refused -> throw attempts.failed(address, refused.refusal());
        };
    }

    private InetAddress addressOf(HttpServerRequest request) {
        InetAddress peer = Optional.ofNullable(request.remoteAddress().hostAddress())
                .flatMap(Network::address)
                .orElseGet(InetAddress::getLoopbackAddress);
        return clients.of(peer, request.headers().getAll(clients.header()));
    }

    private SecurityIdentity identity(Caller caller, InetAddress address) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(keepAddresses ? caller.at(address.getHostAddress()) : caller)
                .addRoles(caller.scopes())
                .build();
    }
}

package io.patchline.ingest.access;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.session.Session;
import io.patchline.ingest.session.SessionCookie;
import io.patchline.ingest.session.SessionKeys;
import io.patchline.ingest.session.Sessions;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets browsers in by the console's sessions, each of which stands for a token of the token file and is over with it. */
@Singleton
public final class ConsoleSessions {
    /** Where sessions begin. */
    public static final String PATH = "/v1/session";

    private static final String KEY_FILE = "console-key";
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSessions.class);

    private final TokenAuthenticator authenticator;
    private final Optional<Sessions> sessions;

    /**
     * @throws IllegalArgumentException as {@link #check} does
     */
    ConsoleSessions(TokenAuthenticator authenticator, IngestConfig config, Clock clock) {
        check(config);
        this.authenticator = authenticator;
        this.sessions = sessions(config, clock);
    }

    /**
     * Says before anything is started whether sessions can be begun as they are configured.
     *
     * @throws IllegalArgumentException if the key file that is named cannot be read or made, or a session would never end
     */
    public static void check(IngestConfig config) {
        config.console().keyFile().ifPresent(SessionKeys::readOrMake);
        Duration lasts = config.console().session();
        if (lasts.isNegative() || lasts.isZero() || lasts.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("patchline.console.session is a time up to 30 days, not " + lasts + ".");
        }
    }

    /** Where no key can be kept beside the tokens, everything works but the console's login, which says so. */
    private static Optional<Sessions> sessions(IngestConfig config, Clock clock) {
        Optional<Path> file = config.console().keyFile().or(() -> config.access()
                .tokensFile()
                .map(tokens -> tokens.toAbsolutePath().resolveSibling(KEY_FILE)));
        try {
            return file.map(SessionKeys::readOrMake)
                    .map(keys -> new Sessions(keys, config.console().session(), clock));
        } catch (IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("Nobody can log in to the console");
            return Optional.empty();
        }
    }

    /** A caller's session, and what a page needs to use it. */
    public record Begun(Session session, String cookie, String csrf) {}

    /**
     * Begins a session for who has sent a token or a code.
     *
     * @throws RefusedException if the caller has no token that sessions could stand for, or no sessions can be begun here
     */
    public Begun begin(Caller caller) {
        Sessions known = known();
        AccessToken token = tokenOf(caller);
        Session session = known.begin(token.name(), token.binding(), token.expires());
        return new Begun(session, known.cookie(session), known.csrf(session));
    }

    /**
     * A code that begins one session for this caller, within {@link Sessions#CODE_GOOD_FOR}.
     *
     * @throws RefusedException as {@link #begin} does
     */
    public String code(Caller caller) {
        AccessToken token = tokenOf(caller);
        return known().code(token.name(), token.binding());
    }

    /** The session that a code would begin, if it is one that is not over; its nonce is the code's own. */
    public Optional<Session> ofCode(String code) {
        return sessions.flatMap(known -> known.ofCode(code));
    }

    /** The session that this request is made in. */
    public Optional<Begun> current(HttpServerRequest request) {
        return sessions.flatMap(known -> SessionCookie.in(request)
                .flatMap(known::of)
                .map(session -> new Begun(session, known.cookie(session), known.csrf(session))));
    }

    /** Who makes this request in a session; empty if it is made in none that is good. Fails with {@link RefusedException} where it may not change anything. */
    Optional<Uni<AuthenticationResult>> recognise(HttpServerRequest request) {
        return current(request).flatMap(current -> authenticator
                .holderOf(current.session())
                .map(token -> isAllowed(request, current.session())
                        ? Uni.createFrom().item(new AuthenticationResult.Known(Caller.holding(token)))
                        : Uni.createFrom().failure(withoutCsrf())));
    }

    /** Whether this request would begin a session. */
    static boolean isBegin(RoutingContext context) {
        return context.request().method().equals(HttpMethod.POST)
                && context.normalizedPath().equals(PATH);
    }

    /** Who brings this code. That it was not used before is seen to where the session is begun. */
    AuthenticationResult recognise(Credential.Code code) {
        return ofCode(code.text())
                .flatMap(authenticator::holderOf)
                .<AuthenticationResult>map(token -> new AuthenticationResult.Known(Caller.holding(token)))
                .orElseGet(() -> AuthenticationResult.refused(
                        "code", "The link is over or not one of this service. ./patchline console prints a new one."));
    }

    private boolean isAllowed(HttpServerRequest request, Session session) {
        String sent = Objects.requireNonNullElse(request.getHeader(SessionCookie.CSRF_HEADER), "");
        return SAFE.contains(request.method())
                || sessions.filter(known -> known.isCsrf(session, sent)).isPresent();
    }

    private static RefusedException withoutCsrf() {
        return refused("In a session, send what GET " + PATH + " tells as csrf in the header "
                + SessionCookie.CSRF_HEADER + ". Programs send a token instead: Authorization: Bearer <token>.");
    }

    private AccessToken tokenOf(Caller caller) {
        return authenticator
                .named(caller.name())
                .orElseThrow(() -> refused("A session stands for a token of the token file; these credentials are none."));
    }

    private Sessions known() {
        return sessions.orElseThrow(() -> refused(
                "Nobody can log in to the console here: there is no key for sessions. An operator sets patchline.console.key-file; docs/console.md."));
    }

    private static RefusedException refused(String detail) {
        return new RefusedException(ProblemDetail.of(ErrorCode.FORBIDDEN, detail), 0);
    }
}

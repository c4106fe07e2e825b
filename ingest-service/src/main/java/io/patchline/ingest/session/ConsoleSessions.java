package io.patchline.ingest.session;

import io.patchline.ingest.config.IngestConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's sessions as they are configured here. Without a key there are none. Whether the token that a session stands for still lets anybody in, others say. */
@Singleton
public final class ConsoleSessions {
    /** Where sessions begin. */
    public static final String PATH = "/v1/session";

    private static final String KEY_FILE = "console-key";
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSessions.class);

    private final Optional<Sessions> sessions;

    /**
     * @throws IllegalArgumentException as {@link #check} does
     */
    ConsoleSessions(IngestConfig config, Clock clock) {
        check(config);
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
        if (!lasts.isPositive() || lasts.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("patchline.console.session is a time up to 30 days, not " + lasts + ".");
        }
    }

    /** Where no key can be kept beside the tokens, everything works but the console's login, which says so. */
    private static Optional<Sessions> sessions(IngestConfig config, Clock clock) {
        Optional<Path> file = config.console()
                .keyFile()
                .or(() -> config.access()
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

    /** A session, and what a page needs to use it. */
    public record Begun(Session session, String cookie, String csrf) {}

    /**
     * Begins a session. Empty if there is no key here.
     *
     * @param token which token of that name it is
     * @param tokenExpires when the token itself expires
     */
    public Optional<Begun> begin(String name, String token, Optional<Instant> tokenExpires) {
        return sessions.map(known -> begun(known, known.begin(name, token, tokenExpires)));
    }

    /** A code that begins one session, within {@link Sessions#CODE_GOOD_FOR}. Empty if there is no key here. */
    public Optional<String> code(String name, String token) {
        return sessions.map(known -> known.code(name, token));
    }

    /** The session that a code would begin, if it is one of ours that is not over; its nonce is the code's own. */
    public Optional<Session> ofCode(String code) {
        return sessions.flatMap(known -> known.ofCode(code));
    }

    /** The session that this request is made in. */
    public Optional<Begun> current(HttpServerRequest request) {
        return sessions.flatMap(
                known -> SessionCookie.in(request).flatMap(known::of).map(session -> begun(known, session)));
    }

    /** Whether a request may be made in its session: one that changes something has to carry what only our own pages know. */
    public boolean isAllowed(HttpServerRequest request, Session session) {
        String sent = Objects.requireNonNullElse(request.getHeader(SessionCookie.CSRF_HEADER), "");
        return SAFE.contains(request.method())
                || sessions.filter(known -> known.isCsrf(session, sent)).isPresent();
    }

    private static Begun begun(Sessions known, Session session) {
        return new Begun(session, known.cookie(session), known.csrf(session));
    }
}

package io.patchline.ingest.session;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.LoginConfig;
import io.patchline.patch.Digest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    private final String provider;
    private final Duration personLasts;

    /**
     * @throws IllegalArgumentException as {@link #check} does
     */
    ConsoleSessions(IngestConfig config, Clock clock) {
        check(config);
        this.sessions = sessions(config, clock);
        this.provider = binding(config.console().login());
        this.personLasts = config.console().login().session();
    }

    /** By which settings a person is let in: with other ones nobody has been let in yet. */
    private static String binding(LoginConfig login) {
        Map<String, List<String>> rules = new TreeMap<>(login.groups());
        String settings = login.issuer() + "\n" + login.clientId() + "\n" + login.nameClaim() + "\n"
                + login.groupClaim() + "\n" + rules;
        return Digest.sha256Hex(settings.getBytes(StandardCharsets.UTF_8));
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

    /** Begins a session of a person whom the identity provider vouched for. Empty if there is no key here. */
    public Optional<Begun> beginOfPerson(String name, Set<String> scopes) {
        return sessions.map(known -> begun(known, known.begin(name, provider, scopes, personLasts)));
    }

    /** A login at the identity provider, and the cookie that keeps it meanwhile. */
    public record Pending(PendingLogin login, String cookie) {}

    /**
     * Begins a login at the identity provider. Empty if there is no key here.
     *
     * @param page of the console where it is begun
     */
    public Optional<Pending> pending(String page) {
        return sessions.map(known -> {
            PendingLogin login = known.pending(page);
            return new Pending(login, known.cookie(login));
        });
    }

    /** The login that was begun with this cookie, at whichever replica. */
    public Optional<PendingLogin> ofPending(String cookie) {
        return sessions.flatMap(known -> known.ofPending(cookie));
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
        return SessionCookie.in(request).flatMap(this::of);
    }

    Optional<Begun> of(String cookie) {
        return sessions.flatMap(
                known -> known.of(cookie).filter(this::isBySettings).map(session -> begun(known, session)));
    }

    /** Whoever was let in by other settings than there are now is not in any more. */
    private boolean isBySettings(Session session) {
        return session.scopes().isEmpty() || session.binding().equals(provider);
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

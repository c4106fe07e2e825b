package io.patchline.ingest.access;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.session.Session;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says who somebody is by what they bring. Fails closed: without credentials nobody gets in, and the service does not start. */
@Singleton
public final class TokenAuthenticator {
    private static final Caller ANYBODY = new Caller(
            "anonymous",
            Set.of(Scope.SUBMIT, Scope.READ, Scope.OPERATE, Scope.REVIEW),
            Optional.empty(),
            Optional.empty(),
            "anonymous");

    private final Optional<AccessTokens> tokens;
    private final boolean open;
    private final Clock clock;

    /**
     * @throws IllegalArgumentException if the configuration would let everybody in from anywhere, or nobody; the message says what to do
     */
    public TokenAuthenticator(IngestConfig config, Clock clock) {
        check(config);
        this.tokens = config.access().tokensFile().map(AccessTokens::new);
        this.open = isOpen(config.access());
        this.clock = clock;
    }

    /**
     * Says before anything is started whether a doorkeeper would do.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static void check(IngestConfig config) {
        IngestConfig.Access access = config.access();
        access.tokensFile().ifPresent(AccessTokens::new);
        access.sendersFile().ifPresent(WebhookSigners::new);
        if (!isOpen(access)) {
            return;
        }
        if (!access.anonymous()) {
            throw new IllegalArgumentException(
                    "No credentials are configured, so nobody could come in. Set patchline.access.tokens-file"
                            + " (./patchline up does), or patchline.access.anonymous=true on a loopback address.");
        }
        if (!isLoopback(config.http().host())) {
            throw new IllegalArgumentException("Anonymous access would let anyone run commands from "
                    + config.http().host()
                    + ". Bind to 127.0.0.1 (patchline.http.host), or set patchline.access.tokens-file.");
        }
    }

    /** Nobody is asked for anything. */
    private static boolean isOpen(IngestConfig.Access access) {
        return access.tokensFile().isEmpty() && access.sendersFile().isEmpty();
    }

    /** Whether everybody is let in. */
    public boolean isOpen() {
        return open;
    }

    Caller anybody() {
        return ANYBODY;
    }

    /** Who brings this. */
    AuthenticationResult recognise(Credential credential) {
        return switch (credential) {
            case Credential.Token token -> holder(token.text(), Optional.empty());
            case Credential.NamedToken token -> holder(token.text(), Optional.of(token.name()));
            case Credential.Code code ->
                AuthenticationResult.refused(
                        "code", "A code begins a session (POST /v1/session) and is good for nothing else.");
            case Credential.Unreadable unreadable ->
                AuthenticationResult.refused(
                        "unreadable",
                        "The credentials cannot be read: send one token, as Bearer or as Basic password.");
        };
    }

    /** All tokens, in the order of the file. */
    public List<AccessToken> tokens() {
        return tokens.map(AccessTokens::all).orElse(List.of());
    }

    /** The very token that this caller holds, if it lets them in; another one of its name may allow something else. */
    public Optional<AccessToken> heldBy(Caller caller) {
        return good().filter(token -> Hmac.isSame(Caller.holding(token).binding(), caller.binding()))
                .findFirst();
    }

    /** Those that let their holders in. */
    private Stream<AccessToken> good() {
        Instant now = clock.instant();
        return tokens().stream().filter(token -> !token.isExpired(now));
    }

    /** Who is in a session: a person, or the holder of its token as long as that lets them in. */
    Optional<Caller> callerIn(Session session) {
        return session.scopes()
                .map(scopes -> new Caller(session.name(), scopes, Optional.empty(), Optional.empty(), session.name()))
                .or(() -> good().filter(token ->
                                token.name().equals(session.name()) && Hmac.isSame(token.binding(), session.binding()))
                        .findFirst()
                        .map(Caller::holding));
    }

    /** Whose token this is, expired or not. Takes as long for a wrong one as for a right one. */
    Optional<AccessToken> holderOf(String text) {
        return tokens.flatMap(known -> known.holderOf(text));
    }

    private AuthenticationResult holder(String text, Optional<String> name) {
        Optional<AccessToken> holder =
                holderOf(text).filter(token -> name.isEmpty() || Hmac.isSame(token.name(), name.get()));
        if (holder.isEmpty()) {
            return new AuthenticationResult.Refused(AuthenticationFailure.UNKNOWN);
        }
        AccessToken token = holder.get();
        return token.expires()
                .filter(end -> token.isExpired(clock.instant()))
                .map(AuthenticationResult::expired)
                .orElseGet(() -> new AuthenticationResult.Known(Caller.holding(token)));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

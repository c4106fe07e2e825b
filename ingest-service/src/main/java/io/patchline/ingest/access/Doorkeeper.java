package io.patchline.ingest.access;

import io.patchline.ingest.IngestConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/** Says who somebody is by what they bring. Fails closed: without tokens nobody gets in, and the service does not start. */
@Singleton
public final class Doorkeeper {
    private static final String BEARER = "Bearer ";
    private static final Visitor ANYBODY = new Visitor("anonymous", Set.of(Scope.SUBMIT, Scope.READ, Scope.OPERATE));

    private final Optional<AccessTokens> tokens;

    /** Somebody who was let in. */
    public record Visitor(String name, Set<String> scopes) {}

    /**
     * @throws IllegalArgumentException if the configuration would let everybody in from anywhere, or nobody; the message says what to do
     */
    public Doorkeeper(IngestConfig config) {
        this.tokens = tokens(config);
    }

    /**
     * Says before anything is started whether a doorkeeper would do.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static void check(IngestConfig config) {
        tokens(config);
    }

    private static Optional<AccessTokens> tokens(IngestConfig config) {
        IngestConfig.Access access = config.access();
        if (access.tokensFile().isPresent()) {
            return access.tokensFile().map(AccessTokens::new);
        }
        if (!access.anonymous()) {
            throw new IllegalArgumentException(
                    "No credentials are configured, so nobody could come in. "
                            + "Set patchline.access.tokens-file (./patchline up does), or patchline.access.anonymous=true on a loopback address.");
        }
        if (!isLoopback(config.http().host())) {
            throw new IllegalArgumentException("Anonymous access would let anyone run commands from "
                    + config.http().host()
                    + ". Bind to 127.0.0.1 (patchline.http.host), or set patchline.access.tokens-file.");
        }
        return Optional.empty();
    }

    /** Whether everybody is let in. */
    boolean isOpen() {
        return tokens.isEmpty();
    }

    Visitor anybody() {
        return ANYBODY;
    }

    /**
     * Who brings this token.
     *
     * @param token as in the token header, or in {@code Authorization} with {@code Bearer} before it
     */
    Optional<Visitor> recognise(String token) {
        String bare =
                token.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? token.substring(BEARER.length()) : token;
        return tokens.flatMap(known -> known.holderOf(bare.strip()))
                .map(holder -> new Visitor(holder.name(), holder.scopes()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

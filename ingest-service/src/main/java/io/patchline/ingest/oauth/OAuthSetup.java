package io.patchline.ingest.oauth;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.OAuthConfig;
import io.patchline.ingest.config.SafeAddress;
import io.patchline.ingest.oauth.server.GrantScopes;
import io.patchline.ingest.oauth.server.ServerAddress;
import java.net.URI;
import java.time.Duration;

/** What the configuration says of OAuth, checked. */
public sealed interface OAuthSetup {
    /** The path is not there. */
    record Off() implements OAuthSetup {}

    /** An authorization server in this service. */
    record Embedded(ServerAddress address) implements OAuthSetup {}

    /** Somebody else's authorization server. */
    record Provider(ServerAddress address, URI issuer) implements OAuthSetup {}

    /**
     * @throws IllegalArgumentException if the configuration cannot be used; the message says what to do
     */
    static OAuthSetup of(IngestConfig config) {
        OAuthConfig oauth = config.oauth();
        boolean embedded = oauth.mode() == OAuthConfig.Mode.EMBEDDED;
        if (embedded && oauth.issuer().isPresent()) {
            throw new IllegalArgumentException(
                    "patchline.oauth=embedded and patchline.oauth.issuer are two authorization servers: set one of them.");
        }
        if (!embedded && oauth.issuer().isEmpty()) {
            return new Off();
        }
        checkLifetimes(oauth);
        checkScopes(oauth);
        if (config.access().tokensFile().isEmpty()) {
            throw new IllegalArgumentException(
                    "OAuth needs patchline.access.tokens-file: without it everybody is let in anyway.");
        }
        ServerAddress address = new ServerAddress(SafeAddress.base(config.http().publicUrl(), "OAuth"));
        return embedded
                ? new Embedded(address)
                : new Provider(
                        address,
                        SafeAddress.issuer(
                                "patchline.oauth.issuer", oauth.issuer().orElseThrow()));
    }

    private static void checkLifetimes(OAuthConfig oauth) {
        check("access-lifetime", oauth.accessLifetime(), Duration.ofMinutes(1), Duration.ofHours(24));
        check("grant-lifetime", oauth.grantLifetime(), Duration.ofHours(1), Duration.ofDays(90));
    }

    private static void check(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "patchline.oauth." + key + " is " + value + "; it has to be from " + least + " to " + most + ".");
        }
    }

    private static void checkScopes(OAuthConfig oauth) {
        for (String scope : oauth.scopes().keySet()) {
            if (!GrantScopes.ALL.contains(scope)) {
                throw new IllegalArgumentException("patchline.oauth.scopes." + scope
                        + " is the mapping of no scope: there are " + String.join(", ", GrantScopes.ALL) + ".");
            }
        }
    }
}

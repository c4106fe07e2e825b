package io.patchline.ingest.config;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Clients that log in by OAuth, at {@code /mcp-oauth}: docs/access.md. */
public interface OAuthConfig {
    /** {@code patchline.oauth} itself: {@code off}, or {@code embedded} for an authorization server in this service. Off where {@link #issuer} is set, too. */
    @WithParentName
    @WithDefault("off")
    Mode mode();

    /** The identity provider whose tokens are taken, as its metadata name it. */
    Optional<URI> issuer();

    /** What its tokens have to say in {@code aud}. Default: the resource, {@code <public-url>/mcp-oauth}. */
    Optional<String> audience();

    /** The claim that holds the scopes: a text with spaces or a list. */
    @WithDefault("scope")
    String scopeClaim();

    /** What in that claim gives a scope of ours: {@code patchline.oauth.scopes.submit=api.write}. Default: its own name. */
    Map<String, String> scopes();

    /** The claim that says who it is. */
    @WithDefault("sub")
    String nameClaim();

    /** How long an access token of the embedded server is good; 1m to 24h. */
    @WithDefault("1h")
    Duration accessLifetime();

    /** How long after the consent tokens are refreshed; 1h to 90d. */
    @WithDefault("90d")
    Duration grantLifetime();

    /** How often an address may call each endpoint of the embedded server. */
    @WithDefault("60/m")
    Rate rate();

    /** Who gives out the tokens. */
    enum Mode {
        OFF,
        EMBEDDED
    }
}

package io.patchline.ingest.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Persons who log in to the console by an identity provider: docs/access.md. */
public interface LoginConfig {
    /** The identity provider, as its metadata name it. Without it nobody logs in so. */
    Optional<URI> issuer();

    /** What the button on the login page calls it. Default: the issuer's host. */
    Optional<String> name();

    /** The id by which the provider knows this service. */
    Optional<String> clientId();

    /** The file with the secret that goes with it; read at each login. */
    Optional<Path> clientSecretFile();

    /** The provider's scopes that are asked for, besides {@code openid}: those that put the claims below into the ID token. */
    Optional<List<String>> ask();

    /** The claim that says who it is. It has to be one that nobody can change for themselves. */
    @WithDefault("sub")
    String nameClaim();

    /** The claim whose values give scopes: a text or a list of texts. */
    @WithDefault("groups")
    String groupClaim();

    /** Which values of that claim give a scope of ours: {@code patchline.console.login.groups.read=developers,operators}. */
    Map<String, List<String>> groups();

    /** How long such a session lasts, at most; 1m to 1h. */
    @WithDefault("1h")
    Duration session();

    /** How often an address may begin a login, and how often it may come back from the provider. */
    @WithDefault("60/m")
    Rate rate();
}

package io.patchline.ingest.oauth;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.OAuthConfig;
import io.patchline.ingest.oauth.EmbeddedEndpoints.Route;
import io.patchline.ingest.oauth.server.GrantScopes;
import io.patchline.ingest.oauth.server.Metadata;
import io.patchline.ingest.oauth.server.ServerAddress;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which paths of OAuth there are, and how a client without a token is told where to get one. */
@Singleton
final class OAuthPaths {
    private final Map<String, Route> routes;
    private final Optional<ServerAddress> address;
    private final String scopes;

    OAuthPaths(IngestConfig config, EmbeddedServer embedded) {
        OAuthSetup setup = OAuthSetup.of(config);
        this.address = switch (setup) {
            case OAuthSetup.Off off -> Optional.empty();
            case OAuthSetup.Embedded server -> Optional.of(server.address());
            case OAuthSetup.Provider provider -> Optional.of(provider.address());
        };
        this.scopes = asked(setup, config.oauth());
        this.routes = switch (setup) {
            case OAuthSetup.Off off -> Map.of();
            case OAuthSetup.Embedded server -> embedded.routes();
            case OAuthSetup.Provider provider -> provided(config, provider);
        };
    }

    private static Map<String, Route> provided(IngestConfig config, OAuthSetup.Provider provider) {
        URI issuer = provider.issuer();
        List<String> scopes = GrantScopes.ALL.stream()
                .map(scope -> theirs(scope, config.oauth()))
                .toList();
        return Map.of(
                "/.well-known/oauth-protected-resource" + ServerAddress.RESOURCE_PATH,
                Route.get(request -> Metadata.ofResource(provider.address(), issuer, scopes)));
    }

    /** What a client is told to ask for, in the words of who gives out the tokens. */
    static String asked(OAuthSetup setup, OAuthConfig config) {
        return Stream.of(Scope.READ, Scope.SUBMIT)
                .map(scope -> setup instanceof OAuthSetup.Provider ? theirs(scope, config) : scope)
                .collect(Collectors.joining(" "));
    }

    private static String theirs(String scope, OAuthConfig config) {
        return config.scopes().getOrDefault(scope, scope);
    }

    Map<String, Route> routes() {
        return routes;
    }

    boolean isOn() {
        return address.isPresent();
    }

    /**
     * The value of {@code WWW-Authenticate}. (Source: RFC 9728, 5.1; RFC 6750, 3.)
     *
     * @param sent whether there was a token, which is then no good
     */
    String challenge(boolean sent) {
        return "Bearer " + (sent ? "error=\"invalid_token\", " : "")
                + "resource_metadata=\""
                + address.map(ServerAddress::resourceMetadata).orElseThrow()
                + "\", scope=\"" + scopes + "\"";
    }
}

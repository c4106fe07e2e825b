package io.patchline.ingest.oauth;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.oauth.EmbeddedEndpoints.Route;
import io.patchline.ingest.oauth.server.GrantScopes;
import io.patchline.ingest.oauth.server.Metadata;
import io.patchline.ingest.oauth.server.ServerAddress;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which paths of OAuth there are, and how a client without a token is told where to get one. */
@Singleton
final class OAuthPaths {
    private final Map<String, Route> routes;
    private final Optional<ServerAddress> address;

    OAuthPaths(IngestConfig config, EmbeddedServer embedded) {
        OAuthSetup setup = OAuthSetup.of(config);
        this.address = switch (setup) {
            case OAuthSetup.Off off -> Optional.empty();
            case OAuthSetup.Embedded server -> Optional.of(server.address());
            case OAuthSetup.Provider provider -> Optional.of(provider.address());
        };
        this.routes = switch (setup) {
            case OAuthSetup.Off off -> Map.of();
            case OAuthSetup.Embedded server -> embedded.routes();
            case OAuthSetup.Provider provider -> provided(config, provider);
        };
    }

    private static Map<String, Route> provided(IngestConfig config, OAuthSetup.Provider provider) {
        URI issuer = provider.issuer();
        List<String> scopes = GrantScopes.ALL.stream()
                .map(scope -> config.oauth().scopes().getOrDefault(scope, scope))
                .toList();
        return Map.of(
                "/.well-known/oauth-protected-resource" + ServerAddress.RESOURCE_PATH,
                Route.get(request -> Metadata.ofResource(provider.address(), issuer, scopes)));
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
                + "\", scope=\"read submit\"";
    }
}

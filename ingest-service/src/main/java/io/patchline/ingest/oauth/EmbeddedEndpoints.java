package io.patchline.ingest.oauth;

import io.patchline.ingest.oauth.client.ClientDocuments;
import io.patchline.ingest.oauth.client.Clients;
import io.patchline.ingest.oauth.client.Registrations;
import io.patchline.ingest.oauth.grant.GrantLog;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.grant.RegistrationKeys;
import io.patchline.ingest.oauth.server.AuthorizationEndpoint;
import io.patchline.ingest.oauth.server.Endpoint;
import io.patchline.ingest.oauth.server.GrantScopes;
import io.patchline.ingest.oauth.server.Metadata;
import io.patchline.ingest.oauth.server.Persons;
import io.patchline.ingest.oauth.server.RegistrationEndpoint;
import io.patchline.ingest.oauth.server.RevocationEndpoint;
import io.patchline.ingest.oauth.server.ServerAddress;
import io.patchline.ingest.oauth.server.StyleSheet;
import io.patchline.ingest.oauth.server.TokenEndpoint;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** The paths of the embedded authorization server. */
final class EmbeddedEndpoints {
    /** Of a document about a client, in bytes. (Source: draft-ietf-oauth-client-id-metadata-document, 6.6: 5 kilobytes.) */
    static final int LARGEST_DOCUMENT = 5 << 10;

    private final Map<String, Route> routes;

    /**
     * A path.
     *
     * @param methods that it answers
     * @param fromAnywhere whether pages of any origin may call it: what needs no cookie and no secret of a browser
     */
    record Route(Endpoint endpoint, Set<HttpMethod> methods, boolean fromAnywhere) {
        static Route get(Endpoint endpoint) {
            return new Route(endpoint, Set.of(HttpMethod.GET), true);
        }

        private static Route post(Endpoint endpoint) {
            return new Route(endpoint, Set.of(HttpMethod.POST), true);
        }
    }

    EmbeddedEndpoints(
            ServerAddress address,
            GrantLog log,
            Grants grants,
            Persons persons,
            ClientDocuments.Fetch documents,
            Clock clock) {
        Registrations registrations = new Registrations(new RegistrationKeys(log, clock));
        Clients clients = new Clients(new ClientDocuments(documents, clock), registrations);
        String path = ServerAddress.PATH;
        this.routes = Map.of(
                "/.well-known/oauth-protected-resource" + ServerAddress.RESOURCE_PATH,
                Route.get(request -> Metadata.ofResource(address, address.issuer(), GrantScopes.ALL)),
                "/.well-known/oauth-authorization-server" + path,
                Route.get(request -> Metadata.ofServer(address)),
                path + "/.well-known/openid-configuration",
                Route.get(request -> Metadata.ofServer(address)),
                path + "/authorize",
                new Route(
                        new AuthorizationEndpoint(clients, persons, grants, address),
                        Set.of(HttpMethod.GET, HttpMethod.POST),
                        false),
                path + "/consent.css",
                new Route(new StyleSheet(), Set.of(HttpMethod.GET), false),
                path + "/token",
                Route.post(new TokenEndpoint(grants, persons, address)),
                path + "/register",
                Route.post(new RegistrationEndpoint(registrations)),
                path + "/revoke",
                Route.post(new RevocationEndpoint(grants)));
    }

    Map<String, Route> routes() {
        return routes;
    }
}

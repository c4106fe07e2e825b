package io.patchline.ingest.oauth;

import static io.patchline.ingest.oauth.HostileRow.Refusal.client;
import static io.patchline.ingest.oauth.HostileRow.Refusal.page;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.oauth.HostileRow.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What hostile clients send to the other endpoints, and how they describe themselves. */
class HostileClientsTest {
    private static final String EVIL = "https://evil.example/callback";

    private static HostileRow redeems(String name, String parameter, List<String> values, Refusal refusal) {
        return new HostileRow(
                name,
                (site, client) -> TestClient.token(
                        site.two, TestClient.changed(client.redeems(client.code(site.one)), Map.of(parameter, values))),
                refusal);
    }

    private static HostileRow registers(String name, String metadata, Refusal refusal) {
        return new HostileRow(name, (site, client) -> TestClient.register(site.one, metadata), refusal);
    }

    private static HostileRow document(String name, String id, String document) {
        return new HostileRow(
                name,
                (site, client) -> {
                    site.documents.put(id, document);
                    return Browser.show(site.one, client.asks(Map.of("client_id", List.of(id))));
                },
                page(400));
    }

    static Stream<HostileRow> tokenRequests() {
        return Stream.of(
                redeems("a code without its verifier", "code_verifier", List.of(), client(400, "invalid_grant")),
                redeems(
                        "a code with another verifier",
                        "code_verifier",
                        List.of("another-verifier-another-verifier-another-verifier"),
                        client(400, "invalid_grant")),
                redeems(
                        "a code of another client",
                        "client_id",
                        List.of("https://evil.example/c"),
                        client(400, "invalid_grant")),
                redeems(
                        "a code with another redirect URI",
                        "redirect_uri",
                        List.of(EVIL),
                        client(400, "invalid_grant")),
                redeems(
                        "a code for another resource",
                        "resource",
                        List.of("https://other.example/mcp"),
                        client(400, "invalid_target")),
                redeems(
                        "a code that was made up",
                        "code",
                        List.of("plc_0123456789abcdef." + "A".repeat(43)),
                        client(400, "invalid_grant")),
                redeems("a code twice in one request", "code", List.of("a", "b"), client(400, "invalid_request")),
                redeems("a client without an id", "client_id", List.of(), client(400, "invalid_request")),
                redeems("a client with a secret", "client_secret", List.of("guess"), client(401, "invalid_client")),
                redeems("the password flow", "grant_type", List.of("password"), client(400, "invalid_request")),
                redeems(
                        "client credentials",
                        "grant_type",
                        List.of("client_credentials"),
                        client(401, "invalid_client")),
                new HostileRow(
                        "a code that is older than a minute",
                        (site, client) -> {
                            String code = client.code(site.one);
                            site.clock.pass(Duration.ofSeconds(61));
                            return TestClient.token(site.one, client.redeems(code));
                        },
                        client(400, "invalid_grant")),
                new HostileRow(
                        "a code as a refresh token",
                        (site, client) -> TestClient.token(site.one, client.refreshes(client.code(site.one))),
                        client(400, "invalid_grant")),
                new HostileRow(
                        "a refresh token of another client",
                        (site, client) -> TestClient.token(
                                site.one,
                                TestClient.changed(
                                        client.refreshes(refreshToken(site, client)),
                                        Map.of("client_id", List.of("https://evil.example/c")))),
                        client(400, "invalid_grant")),
                new HostileRow(
                        "a refresh token for more than was allowed",
                        (site, client) -> TestClient.token(
                                site.one,
                                TestClient.changed(
                                        client.refreshes(refreshToken(site, client)),
                                        Map.of("scope", List.of("read operate")))),
                        client(400, "invalid_scope")),
                new HostileRow(
                        "a refresh token with its secret changed",
                        (site, client) ->
                                TestClient.token(site.one, client.refreshes(changed(refreshToken(site, client)))),
                        client(400, "invalid_grant")),
                new HostileRow(
                        "revoking what is another client's",
                        (site, client) ->
                                new TestClient("https://evil.example/c").revokes(site.one, refreshToken(site, client)),
                        client(400, "unauthorized_client")));
    }

    static Stream<HostileRow> registrations() {
        return Stream.of(
                registers(
                        "a redirect URI that runs script",
                        uris("javascript:alert(1)"),
                        client(400, "invalid_redirect_uri")),
                registers("a redirect URI that is data", uris("data:text/html,x"), client(400, "invalid_redirect_uri")),
                registers(
                        "a redirect URI without TLS",
                        uris("http://client.example/cb"),
                        client(400, "invalid_redirect_uri")),
                registers(
                        "a redirect URI with a user",
                        uris("https://a@client.example/cb"),
                        client(400, "invalid_redirect_uri")),
                registers(
                        "a redirect URI with a fragment",
                        uris("https://client.example/cb#x"),
                        client(400, "invalid_redirect_uri")),
                registers(
                        "a redirect URI that holds an answer already",
                        uris("https://client.example/cb?iss=https://evil.example"),
                        client(400, "invalid_redirect_uri")),
                registers("no redirect URI", "{\"client_name\":\"x\"}", client(400, "invalid_redirect_uri")),
                registers(
                        "a thousand redirect URIs",
                        "{\"redirect_uris\":[" + "\"https://client.example/cb\",".repeat(999)
                                + "\"https://client.example/cb\"]}",
                        client(400, "invalid_redirect_uri")),
                registers(
                        "only client credentials",
                        "{\"redirect_uris\":[\"https://client.example/cb\"],\"grant_types\":[\"client_credentials\"]}",
                        client(400, "invalid_client_metadata")),
                registers("no JSON", "redirect_uris=x", client(400, "invalid_client_metadata")));
    }

    static Stream<HostileRow> documents() {
        String right = TestClient.DOCUMENT;
        return Stream.of(
                document("a document of another client", "https://evil.example/c.json", about(right, EVIL)),
                document("a document with a secret", "https://evil.example/c.json", """
                        {"client_id":"https://evil.example/c.json","client_secret":"x","redirect_uris":["%s"]}""".formatted(TestClient.REDIRECT)),
                document("a document that is no JSON", "https://evil.example/c.json", "<html>"),
                document("a document without redirect URIs", "https://evil.example/c.json", """
                        {"client_id":"https://evil.example/c.json"}"""),
                document(
                        "a client id with a user",
                        "https://a@evil.example/c.json",
                        about("https://a@evil.example/c.json", EVIL)),
                document(
                        "a client id with a fragment",
                        "https://evil.example/c#x",
                        about("https://evil.example/c#x", EVIL)),
                document(
                        "a client id that is a host alone",
                        "https://evil.example/",
                        about("https://evil.example/", EVIL)),
                document(
                        "a client id with steps back",
                        "https://evil.example/a/%2e%2e/c",
                        about("https://evil.example/a/%2e%2e/c", EVIL)),
                document("a client id that is a file", "file:///etc/passwd", about("file:///etc/passwd", EVIL)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tokenRequests", "registrations", "documents"})
    void is_refused(HostileRow row) {
        row.isRefused();
    }

    /** So that each is refused for what is wrong with it. */
    @Test
    void the_same_with_nothing_wrong_is_not_refused() {
        OAuthSite site = new OAuthSite();
        TestClient client = TestClient.described(site);
        String token = refreshToken(site, client);
        String id = "https://evil.example/c.json";
        site.documents.put(id, about(id, EVIL));

        assertThat(Browser.show(site.one, client.asks(Map.of("client_id", List.of(id))))
                        .getStatusCode())
                .isEqualTo(200);
        assertThat(TestClient.register(site.one, uris("https://client.example/cb"))
                        .getStatusCode())
                .isEqualTo(201);
        HTTPResponse refreshed = TestClient.token(site.two, client.refreshes(token));
        assertThat(refreshed.getStatusCode()).isEqualTo(200);
        String next = String.valueOf(TestClient.json(refreshed).get("refresh_token"));
        assertThat(client.revokes(site.one, next).getStatusCode()).isEqualTo(200);
        assertThat(TestClient.token(site.one, client.refreshes(next)).getStatusCode())
                .isEqualTo(400);
    }

    private static String refreshToken(OAuthSite site, TestClient client) {
        return String.valueOf(TestClient.json(TestClient.token(site.one, client.redeems(client.code(site.one))))
                .get("refresh_token"));
    }

    /** Of a family that is right, as only somebody has it who had one of the tokens, and with another family. */
    private static String changed(String refreshToken) {
        String[] parts = refreshToken.split("\\.", -1);
        return parts[0] + "." + "A".repeat(43) + "." + parts[2];
    }

    private static String uris(String uri) {
        return "{\"redirect_uris\":[\"" + uri + "\"]}";
    }

    private static String about(String id, String redirectUri) {
        return "{\"client_id\":\"" + id + "\",\"redirect_uris\":[\"" + redirectUri + "\",\"" + TestClient.REDIRECT
                + "\"]}";
    }
}

package io.patchline.ingest.oauth;

import static io.patchline.ingest.oauth.HostileRequestsTest.Refusal.client;
import static io.patchline.ingest.oauth.HostileRequestsTest.Refusal.page;
import static io.patchline.ingest.oauth.HostileRequestsTest.Refusal.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What attackers send, and that it is refused in the way that leaks nothing: on a page, to the registered redirect URI, or to the client. */
class HostileRequestsTest {
    private static final String EVIL = "https://evil.example/callback";

    /** How something is refused. */
    record Refusal(int status, Optional<String> error, boolean redirected) {
        /** On a page; nothing is sent anywhere. */
        static Refusal page(int status) {
            return new Refusal(status, Optional.empty(), false);
        }

        /** To the client, through the browser, at its registered redirect URI. */
        static Refusal told(String error) {
            return new Refusal(303, Optional.of(error), true);
        }

        /** To the client. */
        static Refusal client(int status, String error) {
            return new Refusal(status, Optional.of(error), false);
        }
    }

    record Row(String name, BiFunction<OAuthSite, TestClient, HTTPResponse> attempt, Refusal refusal) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row asks(String name, String parameter, List<String> values, Refusal refusal) {
        return new Row(name, (site, client) -> Browser.show(site.one, client.asks(Map.of(parameter, values))), refusal);
    }

    private static Row redeems(String name, String parameter, List<String> values, Refusal refusal) {
        return new Row(
                name,
                (site, client) -> TestClient.token(
                        site.two, TestClient.changed(client.redeems(client.code(site.one)), Map.of(parameter, values))),
                refusal);
    }

    private static Row answers(String name, BiFunction<Browser, OAuthSite, Browser> change, Refusal refusal) {
        return new Row(
                name,
                (site, client) ->
                        change.apply(Browser.at(site.one, client.asks()), site).send(site.two),
                refusal);
    }

    private static Row registers(String name, String metadata, Refusal refusal) {
        return new Row(name, (site, client) -> TestClient.register(site.one, metadata), refusal);
    }

    private static Row document(String name, String id, String document) {
        return new Row(
                name,
                (site, client) -> {
                    site.documents.put(id, document);
                    return Browser.show(site.one, client.asks(Map.of("client_id", List.of(id))));
                },
                page(400));
    }

    static Stream<Row> redirectUris() {
        return Stream.of(
                        EVIL,
                        TestClient.REDIRECT + "/",
                        TestClient.REDIRECT + "?x=1",
                        TestClient.REDIRECT + "#fragment",
                        TestClient.REDIRECT + "/../evil",
                        "https://CLIENT.example/callback",
                        "https://client.example:444/callback",
                        "http://client.example/callback",
                        "https://client.example@evil.example/callback",
                        "https://client.example.evil.example/callback",
                        "http://127.0.0.1:4000/other",
                        "http://127.0.0.1:4000@evil.example/callback",
                        "http://127.0.0.1.evil.example:4000/callback",
                        "http://localhost:4000/callback",
                        "https://127.0.0.1:4000/callback",
                        "javascript:alert(1)")
                .map(uri -> asks("redirect to " + uri, "redirect_uri", List.of(uri), page(400)));
    }

    static Stream<Row> authorizationRequests() {
        return Stream.of(
                asks("no redirect URI", "redirect_uri", List.of(), page(400)),
                asks("two redirect URIs", "redirect_uri", List.of(TestClient.REDIRECT, EVIL), page(400)),
                asks("two clients", "client_id", List.of(TestClient.DOCUMENT, "https://evil.example/c"), page(400)),
                asks("two states", "state", List.of("a", "b"), page(400)),
                asks("no client", "client_id", List.of(), page(400)),
                asks("a client that nobody registered", "client_id", List.of("reg_e30.e30.AAAA"), page(400)),
                asks("a client id that is no address", "client_id", List.of("claude"), page(400)),
                asks("no PKCE", "code_challenge", List.of(), told("invalid_request")),
                asks(
                        "PKCE without a method, which means plain",
                        "code_challenge_method",
                        List.of(),
                        told("invalid_request")),
                asks("PKCE plain", "code_challenge_method", List.of("plain"), told("invalid_request")),
                asks("PKCE with a challenge of one character", "code_challenge", List.of("a"), told("invalid_request")),
                asks("the implicit flow", "response_type", List.of("token"), told("unsupported_response_type")),
                asks("a hybrid flow", "response_type", List.of("code token"), told("unsupported_response_type")),
                asks("the answer in the fragment", "response_mode", List.of("fragment"), told("invalid_request")),
                asks("the answer as a form", "response_mode", List.of("form_post"), told("invalid_request")),
                asks("another resource", "resource", List.of("https://other.example/mcp"), told("invalid_target")),
                asks(
                        "another resource besides ours",
                        "resource",
                        List.of(OAuthSite.BASE + "/mcp-oauth", "https://other.example/mcp"),
                        told("invalid_target")),
                asks("a scope that there is not", "scope", List.of("read admin"), told("invalid_scope")),
                asks("no page to a person", "prompt", List.of("none"), told("interaction_required")),
                asks("a request object", "request", List.of("e30.e30."), told("request_not_supported")),
                asks(
                        "a request object from an address",
                        "request_uri",
                        List.of("https://evil.example/r"),
                        told("request_uri_not_supported")));
    }

    static Stream<Row> consents() {
        return Stream.of(
                answers("an answer without the page's cookie", (form, site) -> form.without("Cookie"), page(403)),
                answers("an answer without the page's text", (form, site) -> form.field("consent_csrf", ""), page(403)),
                answers(
                        "an answer with a text that is somebody else's page's",
                        (form, site) -> form.field("consent_csrf", "A".repeat(43)),
                        page(403)),
                answers(
                        "an answer from another site",
                        (form, site) -> form.header("Origin", "https://evil.example"),
                        page(403)),
                answers("an answer from a sandboxed frame", (form, site) -> form.header("Origin", "null"), page(403)),
                answers(
                        "an answer that the browser says is cross-site",
                        (form, site) -> form.header("Sec-Fetch-Site", "cross-site"),
                        page(403)),
                answers("a wrong token", (form, site) -> form.field("consent_token", "pl_wrong"), page(403)),
                answers("no token", (form, site) -> form.field("consent_token", ""), page(403)),
                answers("no scope", (form, site) -> form.fields("consent_scope", List.of()), page(400)),
                answers(
                        "a scope that was not asked for",
                        (form, site) -> form.fields("consent_scope", List.of("operate")),
                        page(400)),
                answers(
                        "more than the person's own token allows",
                        (form, site) -> form.field("consent_token", OAuthSite.READER),
                        page(403)),
                answers("neither allow nor deny", (form, site) -> form.field("consent_decision", "maybe"), page(400)),
                answers(
                        "two decisions",
                        (form, site) -> form.fields("consent_decision", List.of("deny", "allow")),
                        page(400)),
                answers(
                        "another redirect URI than the page showed",
                        (form, site) -> form.field("redirect_uri", EVIL),
                        page(400)),
                answers(
                        "PKCE taken out of the answer",
                        (form, site) -> form.fields("code_challenge", List.of()),
                        told("invalid_request")));
    }

    static Stream<Row> tokenRequests() {
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
                new Row(
                        "a code that is older than a minute",
                        (site, client) -> {
                            String code = client.code(site.one);
                            site.clock.pass(Duration.ofSeconds(61));
                            return TestClient.token(site.one, client.redeems(code));
                        },
                        client(400, "invalid_grant")),
                new Row(
                        "a code as a refresh token",
                        (site, client) -> TestClient.token(site.one, client.refreshes(client.code(site.one))),
                        client(400, "invalid_grant")),
                new Row(
                        "a refresh token of another client",
                        (site, client) -> TestClient.token(
                                site.one,
                                TestClient.changed(
                                        client.refreshes(refreshToken(site, client)),
                                        Map.of("client_id", List.of("https://evil.example/c")))),
                        client(400, "invalid_grant")),
                new Row(
                        "a refresh token for more than was allowed",
                        (site, client) -> TestClient.token(
                                site.one,
                                TestClient.changed(
                                        client.refreshes(refreshToken(site, client)),
                                        Map.of("scope", List.of("read operate")))),
                        client(400, "invalid_scope")),
                new Row(
                        "a refresh token with its secret changed",
                        (site, client) ->
                                TestClient.token(site.one, client.refreshes(changed(refreshToken(site, client)))),
                        client(400, "invalid_grant")),
                new Row(
                        "revoking what is another client's",
                        (site, client) ->
                                new TestClient("https://evil.example/c").revokes(site.one, refreshToken(site, client)),
                        client(400, "unauthorized_client")));
    }

    static Stream<Row> registrations() {
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

    static Stream<Row> documents() {
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
    @MethodSource({"redirectUris", "authorizationRequests", "consents", "tokenRequests", "registrations", "documents"})
    void is_refused(Row row) throws GrantsUnavailableException {
        OAuthSite site = new OAuthSite();
        TestClient client = TestClient.described(site);

        HTTPResponse response = row.attempt().apply(site, client);

        assertThat(response.getStatusCode())
                .as("%s", response.getBody())
                .isEqualTo(row.refusal().status());
        if (row.refusal().redirected()) {
            assertThat(response.getLocation().toString()).startsWith(TestClient.REDIRECT + "?");
            assertThat(TestClient.answer(response, "iss")).isEqualTo(OAuthSite.BASE + "/oauth");
            assertThat(TestClient.answer(response, "state")).isEqualTo("a state & more");
            assertThat(TestClient.answer(response, "code")).isEmpty();
            assertThat(TestClient.answer(response, "error"))
                    .isEqualTo(row.refusal().error().orElseThrow());
        } else {
            assertThat(response.getLocation()).isNull();
            row.refusal()
                    .error()
                    .ifPresent(error -> assertThat(TestClient.json(response)).containsEntry("error", error));
        }
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

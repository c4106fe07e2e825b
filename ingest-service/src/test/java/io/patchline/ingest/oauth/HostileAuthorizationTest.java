package io.patchline.ingest.oauth;

import static io.patchline.ingest.oauth.HostileRow.Refusal.page;
import static io.patchline.ingest.oauth.HostileRow.Refusal.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.oauth.HostileRow.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What attackers send to the authorization endpoint, and that it is refused on a page, or at the registered redirect URI. */
class HostileAuthorizationTest {
    private static final String EVIL = "https://evil.example/callback";

    private static HostileRow asks(String name, String parameter, List<String> values, Refusal refusal) {
        return new HostileRow(
                name, (site, client) -> Browser.show(site.one, client.asks(Map.of(parameter, values))), refusal);
    }

    private static HostileRow answers(String name, BiFunction<Browser, OAuthSite, Browser> change, Refusal refusal) {
        return new HostileRow(
                name,
                (site, client) ->
                        change.apply(Browser.at(site.one, client.asks()), site).send(site.two),
                refusal);
    }

    static Stream<HostileRow> redirectUris() {
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

    static Stream<HostileRow> authorizationRequests() {
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

    static Stream<HostileRow> consents() {
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

    @ParameterizedTest(name = "{0}")
    @MethodSource({"redirectUris", "authorizationRequests", "consents"})
    void is_refused(HostileRow row) {
        row.isRefused();
    }

    /** So that each is refused for what is wrong with it. */
    @Test
    void the_same_with_nothing_wrong_is_not_refused() {
        OAuthSite site = new OAuthSite();
        TestClient client = TestClient.described(site);

        assertThat(Browser.show(site.one, client.asks()).getStatusCode()).isEqualTo(200);
        assertThat(TestClient.answer(Browser.at(site.one, client.asks()).send(site.two), "code"))
                .isNotEmpty();
    }
}

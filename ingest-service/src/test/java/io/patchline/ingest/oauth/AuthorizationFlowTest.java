package io.patchline.ingest.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.oauth.grant.Grant;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import io.patchline.ingest.oauth.grant.TokenText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.minidev.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationFlowTest {
    private final OAuthSite site = new OAuthSite();

    @Test
    void the_metadata_lead_from_the_resource_to_the_endpoints() {
        JSONObject resource = get("/.well-known/oauth-protected-resource/mcp-oauth");
        JSONObject server = get("/.well-known/oauth-authorization-server/oauth");

        assertThat(resource)
                .containsEntry("resource", OAuthSite.BASE + "/mcp-oauth")
                .containsEntry("authorization_servers", List.of(OAuthSite.BASE + "/oauth"));
        assertThat(server)
                .containsEntry("issuer", OAuthSite.BASE + "/oauth")
                .containsEntry("authorization_endpoint", OAuthSite.BASE + "/oauth/authorize")
                .containsEntry("token_endpoint", OAuthSite.BASE + "/oauth/token")
                .containsEntry("registration_endpoint", OAuthSite.BASE + "/oauth/register")
                .containsEntry("revocation_endpoint", OAuthSite.BASE + "/oauth/revoke")
                .containsEntry("code_challenge_methods_supported", List.of("S256"))
                .containsEntry("authorization_response_iss_parameter_supported", true)
                .containsEntry("client_id_metadata_document_supported", true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_client_gets_tokens_refreshes_them_and_gives_them_back_over_changing_replicas(boolean described)
            throws GrantsUnavailableException {
        TestClient client = described ? TestClient.described(site) : TestClient.registered(site.one);

        HTTPResponse allowed = Browser.at(site.one, client.asks()).send(site.two);
        assertThat(allowed.getStatusCode()).isEqualTo(303);
        assertThat(allowed.getLocation().toString()).startsWith(TestClient.REDIRECT + "?");
        assertThat(TestClient.answer(allowed, "state")).isEqualTo("a state & more");
        assertThat(TestClient.answer(allowed, "iss")).isEqualTo(OAuthSite.BASE + "/oauth");

        JSONObject first =
                TestClient.json(TestClient.token(site.one, client.redeems(TestClient.answer(allowed, "code"))));
        assertThat(first)
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 3600L)
                .containsEntry("scope", "read submit");
        assertThat(scopesOf(site.two, first)).contains(Set.of("read", "submit"));

        OAuthSite.Replica restarted = site.replica();
        assertThat(scopesOf(restarted, first)).contains(Set.of("read", "submit"));
        JSONObject second = TestClient.json(TestClient.token(
                restarted,
                TestClient.changed(
                        client.refreshes(String.valueOf(first.get("refresh_token"))),
                        Map.of("scope", List.of("read")))));
        assertThat(scopesOf(site.one, second)).contains(Set.of("read"));

        assertThat(client.revokes(site.two, String.valueOf(second.get("access_token")))
                        .getStatusCode())
                .isEqualTo(200);
        assertThat(scopesOf(site.one, second)).isEmpty();
        assertThat(site.one.grants.all()).isEmpty();
        assertThat(TestClient.token(site.one, client.refreshes(String.valueOf(second.get("refresh_token"))))
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void what_a_person_unticks_the_client_does_not_get() throws GrantsUnavailableException {
        TestClient client = TestClient.described(site);
        HTTPResponse allowed = Browser.at(site.one, client.asks())
                .fields("consent_scope", List.of("read"))
                .send(site.one);

        JSONObject tokens =
                TestClient.json(TestClient.token(site.one, client.redeems(TestClient.answer(allowed, "code"))));

        assertThat(tokens).containsEntry("scope", "read");
        assertThat(scopesOf(site.one, tokens)).contains(Set.of("read"));
        assertThat(site.two.grants.all())
                .singleElement()
                .extracting(grant -> grant.consent().clientName())
                .isEqualTo("Claude");
    }

    @Test
    void who_denies_sends_the_client_away_with_nothing() throws GrantsUnavailableException {
        TestClient client = TestClient.described(site);

        HTTPResponse denied = Browser.at(site.one, client.asks())
                .field("consent_decision", "deny")
                .field("consent_token", "")
                .send(site.one);

        assertThat(TestClient.answer(denied, "error")).isEqualTo("access_denied");
        assertThat(TestClient.answer(denied, "iss")).isEqualTo(OAuthSite.BASE + "/oauth");
        assertThat(site.one.grants.all()).isEmpty();
    }

    @Test
    void a_program_on_the_persons_computer_may_listen_on_any_port() {
        TestClient client = TestClient.described(site);

        HTTPResponse allowed = Browser.at(
                        site.one, client.asks(Map.of("redirect_uri", List.of("http://127.0.0.1:49152/callback"))))
                .send(site.one);

        assertThat(allowed.getLocation().toString()).startsWith("http://127.0.0.1:49152/callback?code=");
    }

    @Test
    void a_refresh_token_that_is_used_twice_ends_the_whole_grant_at_every_replica() throws GrantsUnavailableException {
        TestClient client = TestClient.described(site);
        JSONObject first = TestClient.json(TestClient.token(site.one, client.redeems(client.code(site.one))));
        JSONObject second = TestClient.json(
                TestClient.token(site.one, client.refreshes(String.valueOf(first.get("refresh_token")))));
        JSONObject third = TestClient.json(
                TestClient.token(site.two, client.refreshes(String.valueOf(second.get("refresh_token")))));
        assertThat(scopesOf(site.one, third)).isPresent();

        HTTPResponse reused = TestClient.token(site.two, client.refreshes(String.valueOf(first.get("refresh_token"))));

        assertThat(reused.getStatusCode()).isEqualTo(400);
        assertThat(TestClient.json(reused)).containsEntry("error", "invalid_grant");
        assertThat(scopesOf(site.one, third)).isEmpty();
        assertThat(scopesOf(site.replica(), third)).isEmpty();
        assertThat(TestClient.token(site.one, client.refreshes(String.valueOf(third.get("refresh_token"))))
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void a_code_that_is_used_twice_ends_the_grant_at_every_replica() throws GrantsUnavailableException {
        TestClient client = TestClient.described(site);
        String code = client.code(site.one);
        JSONObject tokens = TestClient.json(TestClient.token(site.one, client.redeems(code)));

        HTTPResponse again = TestClient.token(site.two, client.redeems(code));

        assertThat(TestClient.json(again)).containsEntry("error", "invalid_grant");
        assertThat(scopesOf(site.one, tokens)).isEmpty();
    }

    @Test
    void a_grant_ends_with_the_persons_token() throws GrantsUnavailableException {
        TestClient client = TestClient.described(site);
        String code = client.code(site.one);
        JSONObject tokens = TestClient.json(TestClient.token(site.one, client.redeems(client.code(site.one))));

        site.revoked.add(OAuthSite.JO);

        assertThat(TestClient.token(site.one, client.redeems(code)).getStatusCode())
                .isEqualTo(400);
        assertThat(TestClient.token(site.one, client.refreshes(String.valueOf(tokens.get("refresh_token"))))
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void tokens_end_with_their_time_and_the_grant_with_its_own() throws GrantsUnavailableException {
        TestClient client = TestClient.described(site);
        JSONObject tokens = TestClient.json(TestClient.token(site.one, client.redeems(client.code(site.one))));

        site.clock.pass(Duration.ofMinutes(61));
        assertThat(scopesOf(site.one, tokens)).isEmpty();
        JSONObject next = TestClient.json(
                TestClient.token(site.one, client.refreshes(String.valueOf(tokens.get("refresh_token")))));
        assertThat(scopesOf(site.one, next)).isPresent();

        site.clock.pass(Duration.ofDays(90));
        assertThat(TestClient.token(site.one, client.refreshes(String.valueOf(next.get("refresh_token"))))
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(site.one.grants.all()).isEmpty();
    }

    @Test
    void nothing_that_opens_anything_is_in_the_stream() throws GrantsUnavailableException {
        TestClient client = TestClient.described(site);
        String code = client.code(site.one);
        JSONObject tokens = TestClient.json(TestClient.token(site.one, client.redeems(code)));

        for (String text : List.of(
                code, String.valueOf(tokens.get("access_token")), String.valueOf(tokens.get("refresh_token")))) {
            TokenText parts = TokenText.parse(text).orElseThrow();
            assertThat(site.stream.text()).contains(parts.grant()).doesNotContain(parts.secret());
            assertThat(parts.family().isEmpty() || !site.stream.text().contains(parts.family()))
                    .isTrue();
        }
        assertThat(site.stream.text()).doesNotContain(OAuthSite.JO);
    }

    @Test
    void while_the_broker_says_nothing_nothing_is_given_and_nobody_is_told_that_it_was_wrong() {
        TestClient client = TestClient.described(site);
        String code = client.code(site.one);
        site.stream.fallSilent();

        HTTPResponse silent = TestClient.token(site.one, client.redeems(code));

        assertThat(silent.getStatusCode()).isEqualTo(503);
        assertThat(silent.getHeaderValue("Retry-After")).isEqualTo("2");
    }

    @Test
    void when_the_session_has_ended_no_token_is_taken_from_memory() {
        TestClient client = TestClient.described(site);
        JSONObject tokens = TestClient.json(TestClient.token(site.one, client.redeems(client.code(site.one))));

        site.stream.close();

        org.assertj.core.api.Assertions.assertThatExceptionOfType(GrantsUnavailableException.class)
                .isThrownBy(() -> scopesOf(site.one, tokens));
    }

    private JSONObject get(String path) {
        return TestClient.json(
                site.one.answer(new HTTPRequest(HTTPRequest.Method.GET, URI.create(OAuthSite.BASE + path))));
    }

    private static Optional<Set<String>> scopesOf(OAuthSite.Replica replica, JSONObject tokens)
            throws GrantsUnavailableException {
        TokenText access =
                TokenText.parse(String.valueOf(tokens.get("access_token"))).orElseThrow();
        Optional<Grant> grant = replica.grants.holderOf(access);
        return grant.isEmpty() ? Optional.empty() : replica.grants.scopesOf(grant.get(), access);
    }
}

package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that log in by OAuth, over two ingest replicas of which one is killed and started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuthIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private Pipeline pipeline;
    private ServiceProcess second;
    private HttpServer clientSite;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        clientSite = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        clientSite.start();
        pipeline = new Pipeline(
                directory,
                TestBroker.shared().newVirtualHost(),
                Map.of(
                        "PATCHLINE_OAUTH", "embedded",
                        "PATCHLINE_OAUTH_RATE", "10000/s",
                        "PATCHLINE_ACCESS_FAILURES", "10000/s",
                        "PATCHLINE_CALLBACKS_ALLOW", "127.0.0.1",
                        "PATCHLINE_HTTP_PUBLIC_URL", OAuthLogin.BASE));
        second = pipeline.startAnotherIngest();
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
        clientSite.stop(0);
        http.close();
    }

    @Test
    void who_comes_without_an_access_token_is_told_where_to_get_one() {
        for (String token : List.of("", Pipeline.TOKEN, "pla_0123456789abcdef." + "A".repeat(43))) {
            HttpResponse<String> answer = mcp(second, token);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .singleElement()
                    .satisfies(challenge -> assertThat(challenge)
                            .contains("resource_metadata=\"" + OAuthLogin.BASE
                                    + "/.well-known/oauth-protected-resource/mcp-oauth\""));
        }
        JsonNode resource = Pipeline.json(login(second).get("/.well-known/oauth-protected-resource/mcp-oauth"));
        assertThat(resource.get("authorization_servers").get(0).asText()).isEqualTo(OAuthLogin.BASE + "/oauth");
        assertThat(login(second).get("/.well-known/oauth-protected-resource").statusCode())
                .isEqualTo(404);
        assertThat(login(second).get("/.well-known/oauth-authorization-server").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_registered_client_works_on_over_replicas_and_a_kill_until_a_refresh_token_is_used_twice() {
        String client = login(second).register();
        String code = login(second).allow(client, "read submit");
        JsonNode first = login(pipeline.ingest()).redeem(client, code);

        assertThat(tools(second, first))
                .contains("submit_patch", "list_patches")
                .doesNotContain("replay_dead_letter");
        assertThat(mcpPlain(first.get("access_token").asText()).statusCode()).isEqualTo(401);

        pipeline.ingest().kill9();
        pipeline.replaceIngest();
        pipeline.awaitReady(pipeline.ingest());
        assertThat(tools(pipeline.ingest(), first)).contains("submit_patch");
        JsonNode next = login(pipeline.ingest()).refresh(client, first);
        assertThat(tools(second, next)).contains("submit_patch");

        assertThat(login(second).refresh(client, first).get("error").asText()).isEqualTo("invalid_grant");
        assertThat(mcp(pipeline.ingest(), next.get("access_token").asText()).statusCode())
                .isEqualTo(401);
        assertThat(login(pipeline.ingest()).redeem(client, code).get("error").asText())
                .isEqualTo("invalid_grant");
    }

    @Test
    void a_client_with_a_document_of_its_own_is_listed_and_revoked_with_the_tokens() {
        String client = describe("/client.json", """
                {"client_id":"%s","client_name":"<b>Doc</b>","redirect_uris":["https://client.example/callback"],"token_endpoint_auth_method":"none"}""");
        HttpResponse<String> page = login(second).page(client, "read");
        assertThat(page.body())
                .contains("Allow &lt;b&gt;Doc&lt;/b&gt; to use Patchline?")
                .doesNotContain("<b>Doc");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self' https://client.example");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        // Otherwise browsers would not say where the form was, and the client's page would lose its window.
        assertThat(page.headers().allValues("Referrer-Policy")).containsExactly("same-origin");
        assertThat(page.headers().allValues("Cross-Origin-Opener-Policy")).containsExactly("unsafe-none");

        JsonNode tokens = login(second).redeem(client, login(second).allow(client, "read"));
        JsonNode grant = grantOf(client);
        assertThat(grant.get("token").asText()).isEqualTo("tests");
        assertThat(grant.get("scopes").toString()).isEqualTo("[\"read\"]");
        assertThat(tools(pipeline.ingest(), tokens)).doesNotContain("submit_patch");

        assertThat(pipeline.send(
                                second,
                                "DELETE",
                                "/v1/grants/" + grant.get("id").asText(),
                                Map.of("Authorization", "Bearer " + Pipeline.TOKEN))
                        .statusCode())
                .isEqualTo(204);
        assertThat(mcp(pipeline.ingest(), tokens.get("access_token").asText()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/client.json",
                "https://[::1]/client.json",
                "http://example.com/client.json",
                "https://metadata.google.internal/client.json"
            })
    void no_document_is_fetched_from_where_no_callback_may_go(String id) {
        HttpResponse<String> page = login(second).page(id, "read");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("cannot be had");
    }

    @Test
    void a_document_that_is_too_large_or_only_a_redirect_is_none() {
        String large = describe("/large.json", "{\"client_id\":\"%s\",\"x\":\"" + "x".repeat(6000) + "\"}");
        assertThat(login(second).page(large, "read").body()).contains("more than 5120 bytes");

        clientSite.createContext("/moved.json", exchange -> {
            exchange.getResponseHeaders().set("Location", large);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        assertThat(login(second).page(site("/moved.json"), "read").body()).contains("status 302");
    }

    @Test
    void what_is_sent_to_the_endpoints_is_bounded() {
        assertThat(login(second)
                        .post("/oauth/register", "application/json", "x".repeat(40_000))
                        .statusCode())
                .isEqualTo(413);
        assertThat(login(second).get("/oauth/token").statusCode()).isEqualTo(405);
    }

    private OAuthLogin login(ServiceProcess replica) {
        return new OAuthLogin(http, replica);
    }

    private String site(String path) {
        return "http://127.0.0.1:" + clientSite.getAddress().getPort() + path;
    }

    private String describe(String path, String document) {
        byte[] json = document.replace("%s", site(path)).getBytes(StandardCharsets.UTF_8);
        clientSite.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
            exchange.close();
        });
        return site(path);
    }

    private JsonNode grantOf(String client) {
        for (JsonNode grant : pipeline.view("/v1/grants").get("grants")) {
            if (grant.get("client").asText().equals(client)) {
                return grant;
            }
        }
        throw new AssertionError("no grant of " + client);
    }

    private List<String> tools(ServiceProcess replica, JsonNode tokens) {
        HttpResponse<String> answer = mcp(replica, tokens.get("access_token").asText());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Pipeline.json(answer).get("result").get("tools").findValuesAsText("name");
    }

    private HttpResponse<String> mcp(ServiceProcess replica, String token) {
        return login(replica).mcp("/mcp-oauth", token);
    }

    /** An access token is for one resource and not for the other. */
    private HttpResponse<String> mcpPlain(String token) {
        return login(second).mcp("/mcp", token);
    }
}

package io.patchline.system;

import static io.patchline.system.CommandSite.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code token}: what it writes, the running service obeys. */
interface TokenCommands {
    CommandSite site();

    @Test
    default void a_token_that_is_made_lets_in_for_its_scopes_until_it_is_revoked() {
        String file = site().tokens().toString();
        CommandLine.Ended made =
                site().run("token", "create", "--name", "berta", "--scope", "read", "--expires", "1d", "--file", file);
        assertThat(made.exit()).as("%s", made).isZero();
        Path berta = site().write("berta", made.out());
        await("the service reads the file again")
                .atMost(CommandSite.SOON)
                .until(() -> site().pipeline().statusWith("Bearer " + made.out().strip(), "/v1/executors") == 200);

        assertThat(site().runAs(berta, "executors").exit()).isZero();
        assertThat(site().runAs(berta, "submit", "--command", "true").exit())
                .as("it may only read")
                .isEqualTo(4);
        assertThat(listed("name")).contains("berta", "tests", "anna");
        assertThat(site().run("token", "create", "--name", "berta", "--scope", "read", "--file", file)
                        .exit())
                .as("the name is taken")
                .isNotZero();
        assertThat(site().run("token", "list", "--file", file).out())
                .doesNotContain(made.out().strip());

        assertThat(site().run("token", "revoke", "berta", "--file", file).exit())
                .isZero();
        await().atMost(CommandSite.SOON)
                .until(() -> site().pipeline().statusWith("Bearer " + made.out().strip(), "/v1/executors") == 401);
        assertThat(site().runAs(berta, "executors").exit()).isEqualTo(4);
        assertThat(site().run("token", "revoke", "berta", "--file", file).exit())
                .isEqualTo(3);
    }

    @Test
    default void what_a_client_was_allowed_by_oauth_is_listed_with_the_tokens_and_revoked() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            OAuthLogin client = new OAuthLogin(http, site().pipeline().ingest());
            String id = client.register();
            JsonNode tokens = client.redeem(id, client.allow(id, "read"));
            assertThat(client.mcp("/mcp-oauth", tokens.path("access_token").asText())
                            .statusCode())
                    .isEqualTo(200);
            JsonNode grant = json(site().run(
                                    "token", "list", "--file", site().tokens().toString())
                            .out())
                    .findParents("client_name")
                    .getFirst();
            assertThat(grant.path("kind").asText()).isEqualTo("grant");

            CommandLine.Ended revoked =
                    site().run("token", "revoke", grant.path("id").asText());

            assertThat(revoked.exit()).as("%s", revoked).isZero();
            assertThat(client.mcp("/mcp-oauth", tokens.path("access_token").asText())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(listed("kind")).doesNotContain("grant");
            assertThat(site().run("token", "revoke", "0123456789abcdef").exit())
                    .as("nobody's grant")
                    .isEqualTo(3);
        }
    }

    private java.util.List<String> listed(String field) {
        return json(site().run("token", "list", "--file", site().tokens().toString())
                        .out())
                .findValuesAsText(field);
    }
}

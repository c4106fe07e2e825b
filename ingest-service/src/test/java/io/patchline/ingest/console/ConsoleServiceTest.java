package io.patchline.ingest.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.ConsoleProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's doors: headers, sessions, what a session may and may not. */
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class ConsoleServiceTest {
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/patches?state=failed",
                "/console/app.js",
                "/console/none.js",
                "/console/lib/lit-html/lit-html.js",
                "/v1/patches",
                "/v1/session",
                "/health",
                "/openapi",
                "/nothing",
                "/webhook"
            })
    void every_answer_tells_browsers_to_be_strict(String path) {
        Response answer = given().get(path);

        assertThat(answer.header("Content-Security-Policy")).isEqualTo(POLICY);
        assertThat(answer.headers().getValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void the_page_needs_no_credentials_and_is_not_sent_twice() {
        Response page = given().get("/console/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(given().header("If-None-Match", page.header("ETag"))
                        .get("/console/")
                        .statusCode())
                .isEqualTo(304);
        String app = page.asString().replaceAll("(?s).* src=\"(/console/v-[0-9a-f]+/app\\.js)\".*", "$1");
        assertThat(given().get(app).header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(given().get("/console/app.js").header("Cache-Control")).isEqualTo("no-cache");
        assertThat(given().redirects().follow(false).get("/console").header("Location"))
                .isEqualTo("/console/");
        assertThat(given().get("/console/none.js").statusCode()).isEqualTo(404);
        assertThat(given().get("/console/none.js").header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void a_token_begins_a_session_whose_cookie_scripts_cannot_read() {
        Response begun = login(ConsoleProfile.READ_TOKEN);

        assertThat(begun.statusCode()).isEqualTo(200);
        assertThat(begun.header("Set-Cookie"))
                .startsWith("patchline_session=")
                .contains("HTTPOnly", "SameSite=Strict", "Path=/", "Max-Age=")
                .doesNotContain("Secure", ConsoleProfile.READ_TOKEN);
        assertThat(begun.asString()).doesNotContain(ConsoleProfile.READ_TOKEN);
        assertThat(begun.jsonPath().getString("name")).isEqualTo("reader");
        assertThat(begun.jsonPath().getList("scopes")).asString().contains("read");
        Response who = in(begun).get("/v1/session");
        assertThat(who.jsonPath().getString("csrf")).isEqualTo(begun.jsonPath().getString("csrf"));
    }

    @Test
    void away_from_this_machine_the_cookie_goes_over_tls_only() {
        Response begun = given().header("Host", "patchline.example")
                .header("Authorization", "Bearer " + ConsoleProfile.READ_TOKEN)
                .contentType("application/json")
                .post("/v1/session");

        assertThat(begun.header("Set-Cookie")).contains("Secure");
    }

    @Test
    void a_session_allows_what_its_token_allows() {
        Response begun = login(ConsoleProfile.READ_TOKEN);

        assertThat(in(begun).get("/v1/counts").statusCode()).isEqualTo(200);
        assertThat(in(begun).get("/v1/tokens").statusCode()).isEqualTo(403);
    }

    @Test
    void what_changes_something_needs_the_csrf_header() {
        Response begun = login(ConsoleProfile.OPERATE_TOKEN);
        String csrf = begun.jsonPath().getString("csrf");
        String other = login(ConsoleProfile.OPERATE_TOKEN).jsonPath().getString("csrf");

        assertThat(in(begun)
                        .contentType("application/json")
                        .delete("/v1/tokens/none")
                        .statusCode())
                .isEqualTo(403);
        assertThat(in(begun)
                        .header("X-Patchline-CSRF", other)
                        .delete("/v1/tokens/none")
                        .statusCode())
                .isEqualTo(403);
        assertThat(in(begun)
                        .header("X-Patchline-CSRF", csrf)
                        .delete("/v1/tokens/none")
                        .statusCode())
                .isIn(404, 503);
    }

    @ParameterizedTest
    @CsvSource({"same-origin,200", "none,200", "same-site,401", "cross-site,401"})
    void a_page_of_another_origin_has_no_session(String from, int status) {
        Response begun = login(ConsoleProfile.READ_TOKEN);

        assertThat(in(begun).header("Sec-Fetch-Site", from).get("/v1/counts").statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x.y", "YW5uYQ.YW5uYQ"})
    void a_cookie_that_we_did_not_make_is_none(String cookie) {
        assertThat(given().cookie("patchline_session", cookie).get("/v1/counts").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_session_is_over_with_its_token() {
        Response operator = login(ConsoleProfile.OPERATE_TOKEN);
        Response doomed = login(ConsoleProfile.DOOMED_TOKEN);
        assertThat(in(doomed).get("/v1/counts").statusCode()).isEqualTo(200);

        Response revoked = in(operator)
                .header("X-Patchline-CSRF", operator.jsonPath().getString("csrf"))
                .delete("/v1/tokens/doomed");

        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(in(doomed).get("/v1/counts").statusCode()).isEqualTo(401);
        assertThat(given().header("Authorization", "Bearer " + ConsoleProfile.DOOMED_TOKEN)
                        .get("/v1/counts")
                        .statusCode())
                .isEqualTo(401);
        assertThat(in(operator).get("/v1/tokens").jsonPath().getList("tokens.name"))
                .contains("reader", "operator")
                .doesNotContain("doomed");
    }

    @Test
    void tokens_are_listed_without_anything_secret() {
        Response tokens = in(login(ConsoleProfile.OPERATE_TOKEN)).get("/v1/tokens");

        assertThat(tokens.jsonPath().getList("tokens.last_used"))
                .doesNotContainNull()
                .isNotEmpty();
        assertThat(tokens.asString()).doesNotContainPattern("[0-9a-f]{32}").doesNotContain("pl_");
    }

    @Test
    void to_log_out_takes_the_cookie_away() {
        Response begun = login(ConsoleProfile.READ_TOKEN);
        Response ended = in(begun)
                .header("X-Patchline-CSRF", begun.jsonPath().getString("csrf"))
                .delete("/v1/session");

        assertThat(ended.header("Set-Cookie")).contains("Max-Age=0", "patchline_session=;");
    }

    @Test
    void a_link_has_its_code_where_browsers_do_not_send_it_and_needs_the_broker_to_be_used_once() {
        Response made = given().header("Authorization", "Bearer " + ConsoleProfile.READ_TOKEN)
                .contentType("application/json")
                .post("/v1/session/codes");
        String link = made.jsonPath().getString("link");

        assertThat(link).contains("/console/#code=").doesNotContain(ConsoleProfile.READ_TOKEN);
        String code = link.substring(link.indexOf('=') + 1);
        assertThat(byCode(code).statusCode())
                .as("without a broker nobody can tell")
                .isEqualTo(503);
        assertThat(byCode(code + "x").statusCode()).isEqualTo(401);
        assertThat(given().header("Authorization", "Code " + code)
                        .get("/v1/counts")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-Patchline-Token"})
    void a_code_begins_no_session_unless_it_is_known_to_be_used_for_the_first_time(String header) {
        String link = given().header("Authorization", "Bearer " + ConsoleProfile.READ_TOKEN)
                .contentType("application/json")
                .post("/v1/session/codes")
                .jsonPath()
                .getString("link");

        for (String scheme : new String[] {"Code ", "code  "}) {
            Response begun = given().header(header, scheme + link.substring(link.indexOf('=') + 1))
                    .contentType("application/json")
                    .post("/v1/session");
            assertThat(begun.statusCode()).isEqualTo(503);
            assertThat(begun.header("Set-Cookie")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/session", "/v1/session/codes"})
    void a_session_does_not_renew_itself(String path) {
        Response begun = login(ConsoleProfile.READ_TOKEN);

        Response renewed = in(begun)
                .header("X-Patchline-CSRF", begun.jsonPath().getString("csrf"))
                .contentType("application/json")
                .post(path);
        assertThat(renewed.statusCode()).isEqualTo(403);
        assertThat(renewed.header("Set-Cookie")).isNull();
        assertThat(in(begun)
                        .header("Authorization", "Bearer " + ConsoleProfile.READ_TOKEN)
                        .contentType("application/json")
                        .post(path)
                        .statusCode())
                .isEqualTo(200);
    }

    private static Response byCode(String code) {
        return given().header("Authorization", "Code " + code)
                .contentType("application/json")
                .post("/v1/session");
    }

    private static Response login(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .post("/v1/session");
    }

    private static RequestSpecification in(Response begun) {
        return given().cookie("patchline_session", begun.cookie("patchline_session"));
    }
}

package io.patchline.ingest.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.LoginProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Persons who log in by an identity provider, those who only seem to, and what their sessions are. */
@QuarkusTest
@TestProfile(LoginProfile.class)
class LoginServiceTest {
    private final LoginBrowser browser = new LoginBrowser();

    @Test
    void a_person_logs_in_is_who_the_provider_says_and_logs_out_there_too() {
        Response begun = browser.begin("/console/patch?id=a%2Fb");
        assertThat(begun.statusCode()).isEqualTo(303);
        assertThat(begun.header("Cache-Control")).isEqualTo("no-store");
        assertThat(begun.header("Set-Cookie"))
                .startsWith("patchline_login=")
                .contains("HTTPOnly", "SameSite=Lax", "Path=/", "Max-Age=600")
                .doesNotContain("Secure");

        Response back = browser.back(browser.at(begun.header("Location"), "DEVELOPER"));

        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.header("Location")).isEqualTo("/console/patch?id=a%2Fb");
        assertThat(back.headers().getValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("patchline_session=")
                        && cookie.contains("SameSite=Strict")
                        && cookie.contains("HTTPOnly"))
                .anyMatch(cookie -> cookie.startsWith("patchline_login=;") && cookie.contains("Max-Age=0"));
        Response who = given().cookies(browser.cookies()).get("/v1/session");
        assertThat(who.jsonPath().getString("name")).isEqualTo("oidc:subject-DEVELOPER");
        assertThat(who.jsonPath().getList("scopes")).asString().isEqualTo("[read, submit]");
        Response ended = given().cookies(browser.cookies())
                .header("X-Patchline-CSRF", who.jsonPath().getString("csrf"))
                .delete("/v1/session");
        assertThat(ended.header("Set-Cookie")).contains("Max-Age=0", "patchline_session=;");
        assertThat(ended.jsonPath().getString("provider_logout"))
                .contains(
                        "/logout?",
                        "client_id=patchline",
                        "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5555%2Fconsole%2F");
    }

    @Test
    void a_persons_session_lasts_an_hour_at_most_and_is_as_every_other_one() {
        browser.logIn("DEVELOPER");

        assertThat(browser.cookies()).containsOnlyKeys("patchline_session");
        assertThat(given().cookies(browser.cookies()).get("/v1/counts").statusCode())
                .isEqualTo(200);
        assertThat(given().cookies(browser.cookies()).get("/v1/tokens").statusCode())
                .isEqualTo(403);
        assertThat(given().cookies(browser.cookies())
                        .header("Sec-Fetch-Site", "cross-site")
                        .get("/v1/counts")
                        .statusCode())
                .isEqualTo(401);
        Response without = given().cookies(browser.cookies())
                .contentType("application/json")
                .body("{\"command\":\"true\"}")
                .post("/webhook");
        assertThat(without.statusCode()).isEqualTo(403);
        Response who = given().cookies(browser.cookies()).get("/v1/session");
        assertThat(Instant.parse(who.jsonPath().getString("expires")))
                .isBefore(Instant.now().plusSeconds(3601));
        assertThat(given().cookies(browser.cookies())
                        .header("X-Patchline-CSRF", who.jsonPath().getString("csrf"))
                        .contentType("application/json")
                        .post("/v1/session/codes")
                        .statusCode())
                .as("it does not renew itself")
                .isEqualTo(403);
    }

    @Test
    void who_logs_in_by_a_token_is_not_sent_to_the_provider_to_log_out() {
        Response begun = given().header("Authorization", "Bearer " + LoginProfile.READ_TOKEN)
                .contentType("application/json")
                .post("/v1/session");

        Response ended = given().cookie("patchline_session", begun.cookie("patchline_session"))
                .header("X-Patchline-CSRF", begun.jsonPath().getString("csrf"))
                .delete("/v1/session");

        assertThat(ended.asString()).isEqualTo("{\"status\":\"logged_out\"}");
    }

    @Test
    void an_answer_that_belongs_to_another_browser_logs_nobody_in() {
        Map<String, String> others = new LoginBrowser().at(browser.begin("").header("Location"), "DEVELOPER");
        LoginBrowser victim = new LoginBrowser();

        assertThat(victim.back(others).statusCode()).as("none was begun").isEqualTo(401);
        Response begun = victim.begin("");
        Response back = victim.back(others);

        assertThat(back.statusCode()).isEqualTo(401);
        assertThat(back.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(back.asString()).contains("begun since", "/console/");
        assertThat(victim.cookies()).containsOnlyKeys("patchline_login");
        assertThat(victim.back(victim.at(begun.header("Location"), "REVIEWER")).statusCode())
                .as("the victim's own login goes on")
                .isEqualTo(303);
    }

    @Test
    void an_answer_is_good_once() {
        Map<String, String> answer = browser.at(browser.begin("").header("Location"), "DEVELOPER");
        Map<String, String> kept = Map.copyOf(browser.cookies());
        assertThat(browser.back(answer).statusCode()).isEqualTo(303);

        assertThat(browser.back(answer).statusCode()).isEqualTo(401);
        browser.cookies().putAll(kept);
        assertThat(browser.back(answer).statusCode())
                .as("with a cookie that somebody kept")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x.y", "YW5uYQ.YW5uYQ", "session"})
    void a_cookie_that_we_did_not_make_for_this_is_none(String cookie) {
        Map<String, String> answer = browser.at(browser.begin("").header("Location"), "DEVELOPER");
        LoginBrowser other = new LoginBrowser();
        other.logIn("DEVELOPER");
        browser.cookies()
                .put(
                        "patchline_login",
                        cookie.equals("session") ? other.cookies().get("patchline_session") : cookie);

        assertThat(browser.back(answer).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "OTHER_NONCE,401",
        "UNSIGNED,401",
        "OTHER_AUDIENCE,401",
        "IN_NO_GROUP,403",
        "ABSENT,502",
        "HUGE,503",
        "BROKEN,503"
    })
    void whom_the_provider_does_not_vouch_for_reads_why(String kind, int status) {
        Response back = browser.logIn(kind);

        assertThat(back.statusCode()).isEqualTo(status);
        assertThat(back.header("Cache-Control")).isEqualTo("no-store");
        assertThat(back.asString())
                .contains("<h1>You are not logged in</h1>", "token")
                .doesNotContain("secret-access", "s3cret", "<b>");
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void who_is_in_no_group_reads_which_rule_is_missing() {
        assertThat(browser.logIn("IN_NO_GROUP").asString())
                .contains("oidc:subject-IN_NO_GROUP", "&lt;b&gt;guests&lt;/b&gt;", "patchline.console.login.groups");
    }

    @Test
    void who_does_not_log_in_at_the_provider_is_not_in() {
        Response back = browser.logIn("");

        assertThat(back.statusCode()).isEqualTo(403);
        assertThat(back.asString()).contains("You did not log in at the identity provider");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "/console",
                "/console/\r\nSet-Cookie: a=b",
                "/console/\\evil",
                "/console/#code=x",
                "javascript:alert(1)",
                "/v1/patches",
                "/console/../v1/patches",
                "/console/x/..//evil.example",
                "/console/%2e%2E/v1/patches",
                "/console/login/provider?page=/console/"
            })
    void nobody_is_sent_elsewhere_afterwards(String page) {
        Response back = browser.back(browser.at(browser.begin(page).header("Location"), "DEVELOPER"));

        assertThat(back.header("Location")).isEqualTo("/console/");
        assertThat(back.getCookies()).containsOnlyKeys("patchline_session", "patchline_login");
    }

    @ParameterizedTest
    @CsvSource({"state", "code", "iss"})
    void what_comes_twice_is_not_taken(String parameter) {
        Map<String, String> answer = browser.at(browser.begin("").header("Location"), "DEVELOPER");

        Response back = given().redirects()
                .follow(false)
                .cookies(browser.cookies())
                .queryParams(answer)
                .queryParam(parameter, answer.get(parameter), answer.get(parameter))
                .get("/console/login/callback");

        assertThat(back.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void an_answer_without_a_code_is_nobodys(String code) {
        Map<String, String> answer = browser.at(browser.begin("").header("Location"), "DEVELOPER");
        answer.put("code", code);

        assertThat(browser.back(answer).statusCode()).isEqualTo(401);
    }

    @Test
    void the_login_page_is_told_of_the_provider_and_a_policy_keeps_every_answer() {
        Response providers = given().get("/v1/session/providers");

        assertThat(providers.jsonPath().getString("providers[0].name")).isEqualTo("Example <b>");
        assertThat(given().get("/console/login/callback").header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
    }
}

package io.patchline.ingest.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.LoginProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often an address may log in by an identity provider. */
@QuarkusTest
@TestProfile(LoginProfile.Limited.class)
class LoginLimitsServiceTest {
    @Test
    void logins_that_fail_are_counted_like_wrong_credentials_and_all_of_them_by_address() {
        LoginBrowser browser = new LoginBrowser();
        embeddedInAnotherPage();

        assertThat(browser.back(Map.of("state", "x")).statusCode()).isEqualTo(401);
        assertThat(browser.back(Map.of("state", "x")).statusCode()).isEqualTo(401);
        Response third = browser.back(Map.of("state", "x"));
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.header("Retry-After")).isNotNull();
        assertThat(third.asString()).contains("Too many attempts with wrong credentials");

        assertThat(browser.logIn("DEVELOPER").statusCode())
                .as("who is right is let in")
                .isEqualTo(303);
        Response tooOften = browser.back(Map.of("state", "x"));
        assertThat(tooOften.statusCode()).isEqualTo(429);
        assertThat(tooOften.asString()).contains("Too many logins");
        assertThat(given().get("/console/login/callback/?state=x").statusCode())
                .as("the same path with a slash at its end")
                .isEqualTo(429);
        assertThat(given().header("Authorization", "Bearer " + LoginProfile.READ_TOKEN)
                        .get("/v1/counts")
                        .statusCode())
                .as("tokens still work")
                .isEqualTo(200);
    }

    /** Which would take its reader's logins away, and everybody's behind the same address. */
    private static void embeddedInAnotherPage() {
        for (String path : List.of("/console/login/provider", "/console/login/callback?state=x")) {
            for (int i = 0; i < 6; i++) {
                Response answer = given().redirects()
                        .follow(false)
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Sec-Fetch-Dest", i % 2 == 0 ? "image" : "iframe")
                        .get(path);
                assertThat(answer.statusCode()).isEqualTo(403);
                assertThat(answer.headers().hasHeaderWithName("Set-Cookie")).isFalse();
            }
        }
    }
}

package io.patchline.ingest.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.LoginProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Browsers that speak TLS to a proxy, which says {@code Host: localhost} to the service, as nginx does where nobody tells it otherwise. */
@QuarkusTest
@TestProfile(LoginProfile.OverTls.class)
class LoginOverTlsServiceTest {
    @Test
    void no_cookie_of_a_person_goes_without_tls() {
        LoginBrowser browser = new LoginBrowser(LoginProfile.OverTls.BASE);
        Response begun = browser.begin("/console/patches");
        assertThat(begun.header("Set-Cookie"))
                .startsWith("__Host-patchline_login=")
                .contains("HTTPOnly", "SameSite=Lax", "Path=/", "; Secure")
                .doesNotContain("Domain");

        Response back = browser.back(browser.at(begun.header("Location"), "DEVELOPER"));

        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.headers().getValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cookie ->
                        assertThat(cookie).contains("HTTPOnly", "; Secure").doesNotContain("Domain"));
        assertThat(given().cookies(browser.cookies()).get("/v1/session").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_session_of_a_token_goes_over_tls_where_the_page_came_over_it() {
        assertThat(begun(LoginProfile.OverTls.BASE)).contains("; Secure");
        assertThat(begun("http://localhost:5555")).doesNotContain("Secure");
    }

    /** The cookie that a page of this origin is given. */
    private static String begun(String origin) {
        return given().header("Authorization", "Bearer " + LoginProfile.READ_TOKEN)
                .header("Origin", origin)
                .contentType("application/json")
                .post("/v1/session")
                .header("Set-Cookie");
    }
}

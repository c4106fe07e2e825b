package io.patchline.ingest.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Wrong credentials, again and again, from one address; through a proxy that says which. */
@QuarkusTest
@TestProfile(AttemptsServiceTest.Profile.class)
class AttemptsServiceTest {
    /** What who was let in is answered about a patch, as long as no broker is there whose log could tell of it. */
    private static final int NOT_KNOWN_YET = 503;

    public static class Profile extends AccessProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("patchline.access.failures", "3/h");
            settings.put("patchline.access.proxies", "127.0.0.0/8,::1");
            return settings;
        }
    }

    @Test
    void after_too_many_the_address_is_told_to_wait_and_a_right_token_still_gets_in() {
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(from("192.0.2.1", "guess" + attempt).statusCode()).isEqualTo(401);
        }
        Response refused = from("192.0.2.1", "guess");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("too_many_attempts");
        assertThat(refused.jsonPath().getBoolean("retryable")).isFalse();
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1190, 1200);

        assertThat(from("192.0.2.1", AccessProfile.READER).statusCode()).isEqualTo(NOT_KNOWN_YET);
        assertThat(from("192.0.2.2", "guess").statusCode()).isEqualTo(401);
    }

    @Test
    void what_a_client_says_of_itself_does_not_make_it_another() {
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(from("203.0.113." + attempt + ", 192.0.2.7", "guess").statusCode())
                    .isEqualTo(401);
        }
        assertThat(from("203.0.113.99, 192.0.2.7", "guess").statusCode()).isEqualTo(429);
    }

    @Test
    void to_bring_nothing_is_no_attempt() {
        for (int request = 0; request < 5; request++) {
            assertThat(given().header("X-Forwarded-For", "192.0.2.8")
                            .get("/v1/patches/some-id")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    private static Response from(String address, String token) {
        return given().header("X-Forwarded-For", address)
                .header("Authorization", "Bearer " + token)
                .get("/v1/patches/some-id");
    }
}

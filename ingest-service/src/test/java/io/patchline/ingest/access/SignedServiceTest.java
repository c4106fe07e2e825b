package io.patchline.ingest.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed submissions. There is no broker: 503 is the answer to one that was let in. */
@QuarkusTest
@TestProfile(SignedServiceTest.Profile.class)
class SignedServiceTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"id\":\"some-id\",\"role\":\"command_patch\",\"patch\":\"true\"}";

    public static class Profile extends AccessProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            write("ci-secret", SECRET);
            write("hub-secret", "It's a Secret to Everybody");
            settings.put(
                    "patchline.access.senders-file",
                    write("senders", "ci:standard-webhooks:ci-secret\nhub:github:hub-secret")
                            .toString());
            return settings;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhook", "/patch", "/api/patches"})
    void a_signed_patch_gets_in_at_every_door(String door) throws Exception {
        assertThat(signed("m1", BODY).body(BODY).post(door).statusCode()).isEqualTo(503);
    }

    @Test
    void one_that_was_changed_on_the_way_does_not() throws Exception {
        Response response =
                signed("m1", BODY).body(BODY.replace("true", "rm x")).post("/webhook");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.jsonPath().getString("detail")).contains("signature");
    }

    @Test
    void a_signature_is_good_for_submitting_and_nothing_else() throws Exception {
        assertThat(signed("m1", "").get("/v1/patches/some-id").statusCode()).isEqualTo(401);
    }

    @Test
    void a_right_signature_of_a_time_long_gone_does_not_get_in() throws Exception {
        Response response =
                signed("m1", BODY, Instant.now().minusSeconds(400)).body(BODY).post("/webhook");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.jsonPath().getString("detail")).contains("5 minutes");
    }

    @Test
    void one_of_which_nothing_came_may_be_sent_again_as_it_is() throws Exception {
        Instant now = Instant.now();
        assertThat(signed("m2", BODY, now).body(BODY).post("/webhook").statusCode())
                .isEqualTo(503);
        assertThat(signed("m2", BODY, now).body(BODY).post("/webhook").statusCode())
                .isEqualTo(503);
    }

    @Test
    void a_body_that_only_pretends_to_be_signed_is_bounded_too() {
        RequestSpecification request = given().contentType("application/json")
                .header("webhook-id", "m")
                .header("webhook-timestamp", Instant.now().getEpochSecond())
                .header("webhook-signature", "v1,AAAA");
        assertThat(request.body("x".repeat(2_000_000)).post("/webhook").statusCode())
                .isEqualTo(413);
    }

    @Test
    void github_signs_the_body() {
        Response wrong = given().contentType("application/json")
                .header("X-Hub-Signature-256", "sha256=" + "0".repeat(64))
                .body(BODY)
                .post("/webhook");
        assertThat(wrong.statusCode()).isEqualTo(401);
        String hmac = java.util.HexFormat.of()
                .formatHex(Hmac.of(
                        "It's a Secret to Everybody".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "",
                        BODY.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Response right = given().contentType("application/json")
                .header("X-Hub-Signature-256", "sha256=" + hmac)
                .body(BODY)
                .post("/webhook");
        assertThat(right.statusCode()).isEqualTo(503);
    }

    private static RequestSpecification signed(String message, String body) throws Exception {
        return signed(message, body, Instant.now());
    }

    private static RequestSpecification signed(String message, String body, Instant time) throws Exception {
        return given().contentType("application/json")
                .header("webhook-id", message)
                .header("webhook-timestamp", time.getEpochSecond())
                .header("webhook-signature", new Webhook(SECRET).sign(message, time.getEpochSecond(), body));
    }
}

package io.patchline.ingest.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may send: how often, how much, and how slowly. */
@QuarkusTest
@TestProfile(LimitsServiceTest.Profile.class)
class LimitsServiceTest {
    private static final int LARGEST = 100_000;

    public static class Profile extends AccessProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("patchline.submission.largest-body", Integer.toString(LARGEST));
            settings.put("patchline.limits.body-timeout", "6s");
            settings.put("patchline.limits.memory", "250000");
            return settings;
        }
    }

    @Test
    void a_credential_used_more_often_than_it_may_be_is_told_when_to_come_back() {
        assertThat(with(AccessProfile.SLOW).statusCode()).isEqualTo(404);
        assertThat(with(AccessProfile.SLOW).statusCode()).isEqualTo(404);
        Response refused = with(AccessProfile.SLOW);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.jsonPath().getString("code")).isEqualTo("rate_limited");
        assertThat(refused.jsonPath().getBoolean("retryable")).isTrue();
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1700, 1800);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"credential\";q=2;w=3600");
        assertThat(refused.header("RateLimit")).startsWith("\"credential\";r=0;t=");

        assertThat(with(AccessProfile.READER).statusCode()).isEqualTo(404);
        assertThat(given().header("Authorization", "Bearer " + AccessProfile.SLOW)
                        .get("/health")
                        .statusCode())
                .isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(ints = {LARGEST + 1, 50_000_000})
    void a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(int length) throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            String answer = client.submission(AccessProfile.ALL, "Content-Length: " + length + "\r\n")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"too_large\"", "100000 bytes");
        }
    }

    @Test
    void a_body_that_does_not_say_is_refused_when_it_is_too_large() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            client.submission(AccessProfile.ALL, "Transfer-Encoding: chunked\r\n");
            client.send(Integer.toHexString(LARGEST + 1) + "\r\n" + "x".repeat(LARGEST + 1) + "\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 413").contains("\"code\":\"too_large\"");
        }
    }

    @Test
    void a_body_that_arrives_in_pieces_is_read_as_one() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            client.submission(AccessProfile.ALL, "Connection: close\r\nTransfer-Encoding: chunked\r\n");
            client.send("5\r\n{\"rol\r\n").send("7\r\ne\":\"x\"}\r\n").send("0\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 4").contains("\"errors\":[");
        }
    }

    @Test
    void whoever_waits_to_be_asked_for_the_body_is_asked() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            client.submission(AccessProfile.ALL, "Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.send("{}").answer()).contains("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1");
        }
    }

    @Test
    void a_body_that_does_not_arrive_in_time_is_not_waited_for() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            String answer = client.submission(AccessProfile.ALL, "Content-Length: 10\r\n")
                    .send("{")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 408").contains("\"code\":\"body_timeout\"", "\"retryable\":true");
        }
    }

    @Test
    void bodies_that_together_are_more_than_there_is_memory_for_are_declined_and_small_ones_are_not()
            throws IOException {
        try (RawClient one = new RawClient(RestAssured.port);
                RawClient two = new RawClient(RestAssured.port);
                RawClient three = new RawClient(RestAssured.port)) {
            for (RawClient sender : List.of(one, two)) {
                sender.submission(AccessProfile.ALL, "Content-Length: " + LARGEST + "\r\n");
                sender.send("x".repeat(LARGEST - 1));
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> arrivedBytes() >= 2 * (LARGEST - 1));
            three.submission(AccessProfile.ALL, "Content-Length: " + LARGEST + "\r\n");
            assertThat(three.send("x".repeat(LARGEST - 1)).answer())
                    .startsWith("HTTP/1.1 503")
                    .contains("\"code\":\"overloaded\"");
            assertThat(with(AccessProfile.READER).statusCode()).isEqualTo(404);
            assertThat(submit("{}").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void a_stranger_is_answered_without_a_look_at_the_body() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            assertThat(client.submission("guess", "Content-Length: 50000\r\n").answer())
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void headers_beyond_all_measure_are_refused() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            assertThat(client.submission("x".repeat(40_000), "").answer()).startsWith("HTTP/1.1 4");
        }
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
    }

    private static double arrivedBytes() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("patchline_bodies_bytes "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    @Test
    void who_announces_bodies_and_sends_nothing_takes_nothing_from_others() throws IOException {
        List<RawClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                idle.add(new RawClient(RestAssured.port)
                        .submission(AccessProfile.ALL, "Content-Length: " + LARGEST + "\r\n"));
            }
            String patch = "{\"role\":\"x\",\"patch\":\"" + "x".repeat(90_000) + "\"}";
            assertThat(submit(patch).statusCode()).isEqualTo(422);
        } finally {
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    private static Response submit(String body) {
        return given().header("Authorization", "Bearer " + AccessProfile.ALL)
                .contentType("application/json")
                .body(body)
                .post("/webhook");
    }

    private static Response with(String token) {
        return given().header("Authorization", "Bearer " + token).get("/v1/patches/some-id");
    }
}

package io.patchline.ingest.admission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.AccessProfile;
import io.patchline.ingest.access.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody can send without a credential changes nothing for good: no series, no stack trace, no line in the log. */
@QuarkusTest
@TestProfile(AccessProfile.class)
class RequestChecksServiceTest {
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/nothing/there", "/webhook", "/q/metrics"})
    void a_method_that_nobody_knows_is_refused_and_leaves_no_series(String path) throws IOException {
        for (int i = 0; i < 30; i++) {
            assertThat(raw("XYZZY" + i + " " + path + "?" + i
                            + " HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 405")
                    .contains("\"code\":\"not_supported\"", "GET, HEAD");
        }
        assertThat(given().get("/q/metrics").asString()).doesNotContain("XYZZY").contains("method=\"OTHER\"");
    }

    @Test
    void ever_new_paths_leave_a_bounded_number_of_series() {
        for (int i = 0; i < 400; i++) {
            given().header("Authorization", "Bearer " + AccessProfile.SLOW).get("/v1/patches/refused-" + i);
        }
        assertThat(series()).isLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /health HTTP/1.1\r\nConnection: close\r\nHost: a b\r\n\r\n",
                "GET /health HTTP/1.1\r\nConnection: close\r\nHost: [::\r\n\r\n",
                "GET /health HTTP/1.1\r\nConnection: close\r\nHost: x:port\r\n\r\n"
            })
    void a_request_that_cannot_be_routed_is_answered_with_a_problem(String request) throws IOException {
        assertThat(raw(request))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"code\":\"invalid_request\"")
                .doesNotContain("stack", "at io.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            GET  ; /v1/patches?x=%zz    ; 15 ; %25
            GET  ; /v1/patches?text=a|b ; 19 ; %7C
            GET  ; /v1/%zz              ;  5 ; %25
            GET  ; /v1/patches/%        ; 13 ; %25
            GET  ; /v1/patches/{id}     ; 13 ; %7B
            HEAD ; /v1/patches?%=       ; 13 ; ''
            POST ; /webhook?dryRun=%4   ; 17 ; %25
            POST ; /mcp?%a              ;  6 ; %25
            GET  ; /q/metrics?%g1       ; 12 ; %25
            GET  ; /console/%u0041      ; 10 ; %25
            GET  ; /openapi?%           ; 10 ; %25
            GET  ; /nothing/there?x=^   ; 18 ; %5E
            """)
    void a_path_or_query_that_is_not_percent_encoded_is_a_problem_with_its_place(
            String method, String target, int place, String encoded) throws IOException {
        String answer = raw(method + " " + target + " HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        if (!method.equals("HEAD")) {
            assertThat(answer)
                    .contains("\"code\":\"invalid_request\"", "its character " + place + " is ", encoded)
                    .doesNotContain("stack", "at io.");
        }
        if (!target.startsWith("/q/")) {
            assertThat(answer).containsIgnoringCase("Content-Security-Policy: default-src 'self'");
        }
    }

    /** Beyond ASCII, each character as it has to be written: never a byte of it alone. */
    @ParameterizedTest
    @CsvSource({"é, %C3%A9", "à, %C3%A0", "€, %E2%82%AC", "😀, %F0%9F%98%80"})
    void a_character_beyond_ascii_is_a_problem_with_the_whole_of_it(String character, String encoded)
            throws IOException {
        assertThat(raw("GET /v1/patches?text=" + character
                        + "&x=1 HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("its character 18 is " + encoded + " when it is encoded");
    }

    @Test
    void a_query_that_is_not_percent_encoded_closes_no_connection_and_leaves_no_series() throws IOException {
        long before = series();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append("GET /v1/never-").append(i).append("?x=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        String answers = raw(requests + "GET /health HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n");

        assertThat(answers.split("HTTP/1.1 400 ", -1)).hasSize(51);
        assertThat(given().get("/q/metrics").asString()).doesNotContain("never-");
        assertThat(series()).isLessThanOrEqualTo(before + 10);
    }

    /** What is encoded, but no text, is no path and no value that there could be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/patches/%ff",
                "/v1/patches?text=%ff",
                "/v1/patches/%00",
                "/v1/lanes/%c0%ae",
                "//",
                "/%2e%2e/"
            })
    void what_is_encoded_wrongly_has_an_answer_that_is_no_defect(String target) throws IOException {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\nAuthorization: Bearer "
                        + AccessProfile.ALL + "\r\n\r\n"))
                .matches("(?s)HTTP/1.1 (2\\d\\d|4\\d\\d|503) .*\\{.*");
    }

    @Test
    void a_null_in_a_list_is_told_with_its_place() {
        Response refused = given().header("Authorization", "Bearer " + AccessProfile.ALL)
                .contentType("application/json")
                .body("{\"ids\":[null,\"x\"]}")
                .post("/v1/patches/revert");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("errors.pointer")).asString().isEqualTo("[/ids/0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/dead-letters/discard",
                "/v1/dead-letters/replay",
                "/v1/patches/some/cancel",
                "/v1/lanes/some/release"
            })
    void a_body_that_is_not_called_json_is_refused_everywhere(String path) {
        assertThat(given().header("Authorization", "Bearer " + AccessProfile.ALL)
                        .contentType("text/plain")
                        .body("{}")
                        .post(path)
                        .statusCode())
                .isEqualTo(415);
    }

    private static long series() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count"))
                .count();
    }

    private static String raw(String request) throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            return client.send(request).answer();
        }
    }
}

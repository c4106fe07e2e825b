package io.patchline.ingest.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody gets in without the scope, on any path. */
@QuarkusTest
@TestProfile(AccessProfile.class)
class AccessServiceTest {
    /** What who was let in is answered about a patch, as long as no broker is there whose log could tell of it. */
    private static final int NOT_KNOWN_YET = 503;

    private static final Map<String, String> TOKENS = Map.of(
            Scope.SUBMIT,
            AccessProfile.SUBMITTER,
            Scope.READ,
            AccessProfile.READER,
            Scope.OPERATE,
            AccessProfile.OPERATOR);

    static final List<Operation> OPERATIONS = Operation.ALL;

    static Stream<Arguments> withoutRightCredentials() {
        return OPERATIONS.stream()
                .flatMap(operation -> Stream.of(
                                "",
                                "Bearer ",
                                "Bearer pl_guess",
                                "Bearer " + AccessProfile.ALL + "x",
                                "Bearer " + AccessProfile.EXPIRED,
                                "Digest username=\"all\"",
                                basic("all", "guess"),
                                basic("reader", AccessProfile.ALL),
                                basic(AccessProfile.ALL, "all"),
                                basic("expired", AccessProfile.EXPIRED))
                        .map(authorization -> Arguments.of(operation, authorization)));
    }

    @ParameterizedTest
    @MethodSource("withoutRightCredentials")
    void whoever_brings_no_right_credential_gets_a_401_and_hears_what_to_do(Operation operation, String authorization) {
        RequestSpecification request = given();
        Response response =
                send(authorization.isEmpty() ? request : request.header("Authorization", authorization), operation);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("unauthenticated");
        assertThat(response.jsonPath().getString("detail")).contains("./patchline token create");
        assertThat(response.headers().getValues("WWW-Authenticate"))
                .containsExactly("Bearer", "Basic realm=\"patchline\", charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @FieldSource("OPERATIONS")
    void a_token_without_the_scope_gets_a_403_and_one_that_has_it_gets_in(Operation operation) {
        TOKENS.forEach((scope, token) -> {
            int status = send(given().header("Authorization", "Bearer " + token), operation)
                    .statusCode();
            if (scope.equals(operation.scope())) {
                assertThat(status).as(scope).isNotIn(401, 403);
            } else {
                assertThat(status).as(scope).isEqualTo(403);
            }
        });
    }

    @ParameterizedTest
    @FieldSource("OPERATIONS")
    void a_token_comes_as_bearer_in_the_configured_header_or_as_basic_password(Operation operation) {
        assertThat(send(given().header("X-Patchline-Token", AccessProfile.ALL), operation)
                        .statusCode())
                .isNotIn(401, 403);
        assertThat(send(given().header("Authorization", basic("all", AccessProfile.ALL)), operation)
                        .statusCode())
                .isNotIn(401, 403);
    }

    @Test
    void whoever_holds_an_expired_token_hears_that_it_is_expired() {
        Response response =
                send(given().header("Authorization", "Bearer " + AccessProfile.EXPIRED), Operation.ALL.getFirst());
        assertThat(response.jsonPath().getString("detail")).contains("expired at 2026-01-01T00:00:00Z");
    }

    @Test
    void a_browser_is_not_made_to_ask_for_a_password() {
        Response response = send(given().header("Sec-Fetch-Mode", "cors"), Operation.ALL.getFirst());
        assertThat(response.headers().getValues("WWW-Authenticate")).containsExactly("Bearer");
    }

    @Test
    void a_token_that_was_made_gets_in_at_once_and_one_that_was_revoked_does_not_any_more() {
        Operation operation = new Operation("GET", "/v1/patches/some-id", Scope.READ);
        RequestSpecification request = given().header("Authorization", "Bearer new");
        assertThat(send(request, operation).statusCode()).isEqualTo(401);
        try {
            AccessProfile.write("tokens", AccessProfile.tokens() + "\n" + AccessProfile.line("new", "read", "new", ""));
            assertThat(send(request, operation).statusCode()).isEqualTo(NOT_KNOWN_YET);
        } finally {
            AccessProfile.write("tokens", AccessProfile.tokens());
        }
        assertThat(send(request, operation).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("openPaths")
    void health_needs_no_credentials_and_minds_no_wrong_ones(String path) {
        assertThat(given().header("Authorization", "Bearer guess").get(path).statusCode())
                .isEqualTo(given().get(path).statusCode())
                .isNotIn(401, 403);
    }

    static Stream<String> openPaths() {
        return Stream.of("/health", "/q/health/live", "/q/health/ready", "/q/metrics");
    }

    private static Response send(RequestSpecification request, Operation operation) {
        RequestSpecification complete = operation.method().equals("POST")
                ? request.contentType("application/json")
                        .body("{\"id\":\"some-id\",\"role\":\"command_patch\",\"patch\":\"true\"}")
                : request;
        return complete.request(operation.method(), operation.path());
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}

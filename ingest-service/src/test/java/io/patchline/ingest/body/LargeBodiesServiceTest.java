package io.patchline.ingest.body;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.ingest.access.AccessProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits for whom is said by the thread that reads, on which nobody else's requests are: how long it takes depends on what else the machine does. */
@QuarkusTest
@TestProfile(AccessProfile.class)
class LargeBodiesServiceTest {
    private static final int TIMES = 8;

    @Inject
    LargeBodies bodies;

    /** Among them what costs most to read: thousands of fields of which nobody knows one. */
    @ParameterizedTest
    @ValueSource(strings = {"/webhook", "/patch", "/api/patches", "/mcp"})
    void a_large_body_is_read_by_the_threads_for_large_ones_wherever_it_comes_in(String path) {
        String unknown = "\"name\":1,".repeat(100);
        String small = "{" + unknown.substring(0, unknown.length() - 1) + "}";
        String large = "{" + "\"name\":1,".repeat(100_000) + "\"name\":1}";
        long before = bodies.computed();
        for (int i = 0; i < TIMES; i++) {
            post(path, small);
        }
        assertThat(bodies.computed()).isEqualTo(before);

        for (int i = 0; i < TIMES; i++) {
            post(path, large);
        }
        await().until(() -> bodies.computed() == before + TIMES);
    }

    private static void post(String path, String body) {
        int status = given().header("Authorization", "Bearer " + AccessProfile.ALL)
                .contentType("application/json")
                .body(body)
                .post(path)
                .statusCode();
        assertThat(status).isBetween(400, 499);
    }
}

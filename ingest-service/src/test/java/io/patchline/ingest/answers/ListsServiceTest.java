package io.patchline.ingest.answers;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.AccessProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each list that can be had without a broker. */
@QuarkusTest
@TestProfile(AccessProfile.class)
class ListsServiceTest {
    @Inject
    AnswerMemory memory;

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/patches", "/patches", "/status", "/v1/dead-letters", "/v1/acts", "/v1/counts", "/v1/grants"
            })
    void a_list_is_answered_where_there_is_memory_for_it_and_only_there(String path) {
        assertThat(get(path).statusCode()).isEqualTo(200);
        try (AnswerMemory.Share all = memory.share()) {
            for (long part = 1 << 20; part > 0; part /= 2) {
                while (all.take(part)) {
                    assertThat(all.isDeclined()).isFalse();
                }
            }

            Response declined = get(path);
            assertThat(declined.statusCode()).isEqualTo(503);
            assertThat(declined.jsonPath().getString("code")).isEqualTo("overloaded");
            assertThat(declined.header("Retry-After")).isNotEmpty();
        }
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    private static Response get(String path) {
        return given().header("Authorization", "Bearer " + AccessProfile.ALL).get(path);
    }
}

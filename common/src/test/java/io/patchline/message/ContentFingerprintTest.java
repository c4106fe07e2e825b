package io.patchline.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.Digest;
import org.junit.jupiter.api.Test;

class ContentFingerprintTest {
    private static final String PATCH =
            "{\"id\":\"a\",\"metadata\":{\"pointers\":[\"mine\"],\"x\":\"\\\"pointers\\\":[]\"},\"extra\":{}";

    @Test
    void where_the_actions_stood_is_no_part_of_the_content() {
        String without = Digest.sha256Hex((PATCH + "}").getBytes(UTF_8));

        assertThat(of(PATCH + "}")).isEqualTo(without);
        assertThat(of(PATCH + ",\"pointers\":[\"/patch\"]}")).isEqualTo(without);
        assertThat(of(PATCH + ",\"pointers\":[\"/a]/0\",\"/b\\\"]}\"]}")).isEqualTo(without);
        assertThat(of(PATCH + ",\"pointers\":[],\"later\":1}"))
                .isEqualTo(Digest.sha256Hex((PATCH + ",\"later\":1}").getBytes(UTF_8)));
    }

    @Test
    void everything_else_is() {
        assertThat(of("{\"id\":\"a\",\"metadata\":{\"pointers\":[\"1\"]}}"))
                .isNotEqualTo(of("{\"id\":\"a\",\"metadata\":{\"pointers\":[\"2\"]}}"));
    }

    @Test
    void what_is_no_patch_is_taken_whole() {
        for (String body :
                new String[] {"", "{", "\"pointers\":[", "{\"pointers\":[\"/a\"]}", "{\"a\":1,\"pointers\":["}) {
            assertThat(of(body)).as(body).isEqualTo(Digest.sha256Hex(body.getBytes(UTF_8)));
        }
    }

    private static String of(String body) {
        return ContentFingerprint.of(body.getBytes(UTF_8));
    }
}

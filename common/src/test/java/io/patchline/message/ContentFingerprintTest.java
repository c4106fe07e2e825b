package io.patchline.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.Digest;
import io.patchline.patch.Patch;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Patch> patches() {
        Map<String, Object> hostile = Map.of(
                "pointers",
                List.of("]", "\"", "\\"),
                "a\",\"pointers\":[",
                Map.of("pointers", "\",\"pointers\":[\"/a\"]}"));
        List<String> pointers = List.of("/a]/0", "/b\"]}", "/\\", "/\\\"", "/\u0001é🚀", "");
        Patch every = Objects.requireNonNull(Samples.patches().get("patch-every-field"));
        Patch odd = new Patch(
                every.id(),
                every.role(),
                every.targetFile(),
                every.lane(),
                Collections.nCopies(pointers.size(), every.actions().getFirst()),
                every.options(),
                every.description(),
                hostile,
                every.callback(),
                hostile,
                pointers,
                every.workspace(),
                every.commit());
        return Stream.concat(Stream.of(odd), Samples.patches().values().stream());
    }

    @ParameterizedTest
    @MethodSource("patches")
    void it_is_the_same_without_reading_what_was_just_written(Patch patch) {
        PatchMessage accepted = PatchMessage.accepted(patch, Instant.EPOCH, "anna");

        assertThat(accepted.fingerprint()).isEqualTo(ContentFingerprint.of(accepted.body()));
        assertThat(accepted.within(Optional.empty()).fingerprint()).isEqualTo(accepted.fingerprint());
    }

    private static String of(String body) {
        return ContentFingerprint.of(body.getBytes(UTF_8));
    }
}

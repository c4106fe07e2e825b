package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 22: invalid UTF-8, and a code point split across reads. */
class Utf8RepairTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8192, 100_000})
    void characters_survive_any_cut(int atATime) throws IOException {
        String text = "a✅😀é".repeat(5000);
        assertThat(repaired(text.getBytes(UTF_8), atATime)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8192})
    void what_is_no_utf8_becomes_the_replacement_character(int atATime) throws IOException {
        assertThat(repaired("a\u00ffb\u00f0\u009f\u0098".getBytes(ISO_8859_1), atATime))
                .isEqualTo("a\ufffdb\ufffd");
    }

    private static String repaired(byte[] in, int atATime) throws IOException {
        return OutputText.through(Utf8Repair::new, in, atATime);
    }
}

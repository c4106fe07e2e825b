package io.patchline.transition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogValueTest {
    @ParameterizedTest
    @ValueSource(strings = {"p-1", "src/main/App.java", "ä/ö.txt", "msg_2a:7", "[1]", "日本語"})
    void ordinary_names_stand_as_they_are(String name) {
        assertThat(LogValue.text(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "a b→\"a b\"",
                "x outcome=succeeded→\"x outcome=succeeded\"",
                "x\"y→\"x\\\"y\"",
                "x\\y→\"x\\\\y\"",
                "a\u2028b→\"a\\u2028b\"",
                "a\u2029b→\"a\\u2029b\"",
                "a\u202eb→\"a\\u202eb\"",
                "a\u200bb→\"a\\u200bb\"",
                "a\u0085b→\"a\\u0085b\"",
                "a\u001b[31mb→\"a\\u001b[31mb\"",
                "a\u00a0b→\"a\u00a0b\""
            })
    void what_could_be_taken_for_something_else_is_quoted_and_written_out(String value, String shown) {
        assertThat(LogValue.text(value)).isEqualTo(shown);
    }

    @Test
    void a_long_value_is_cut_and_never_within_a_character() {
        assertThat(LogValue.text("x".repeat(5000))).isEqualTo("x".repeat(LogValue.MOST_CHARACTERS) + "…");
        String emoji = LogValue.bounded("x" + "\ud83d\ude00".repeat(3000));
        assertThat(emoji).hasSizeLessThanOrEqualTo(LogValue.MOST_CHARACTERS + 1).endsWith("\ude00…");
    }

    @Test
    void an_empty_value_is_seen_to_be_empty() {
        assertThat(LogValue.text("")).isEqualTo("\"\"");
    }
}

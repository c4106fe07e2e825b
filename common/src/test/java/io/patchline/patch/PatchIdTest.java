package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "../../etc/passwd", "$(reboot)", "Заплатка 🚀", " "})
    void any_printable_text_may_be_an_id(String text) {
        assertThat(new PatchId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\0b", "\u007f", "\u0085", "\ud83d", "\ude80\ud83d"})
    void control_characters_and_halves_of_characters_are_refused(String text) {
        assertThatThrownBy(() -> new PatchId(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("id must ");
    }

    @Test
    void two_hundred_characters_are_enough_also_when_each_is_two_java_chars() {
        assertThat(new PatchId("🚀".repeat(200)).value()).hasSize(400);
        assertThatThrownBy(() -> new PatchId("🚀".repeat(201))).hasMessage("id must have 1 to 200 characters, has 201");
    }

    /** Golden values: a ledger written by an older version must be found again. */
    @ParameterizedTest
    @CsvSource({"test, 9f86d081884c7d659a2feaa0c55ad015", "патч-1, d63bdecda3f936c88ab5ad12fee04105"})
    void the_hash_is_half_of_the_sha_256(String text, String hash) {
        assertThat(new PatchId(text).hash()).isEqualTo(hash);
    }
}

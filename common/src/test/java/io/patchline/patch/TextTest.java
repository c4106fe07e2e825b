package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    private static final char HIGH = '\uD83D';
    private static final char LOW = '\uDE00';

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "é", "\uD83D\uDE00", "a\uD83D\uDE00", "\uD83D\uDE00\uD83D\uDE00b", "\n\t\u0001"})
    void well_formed_texts_pass(String text) {
        assertThat(Text.isWellFormed(text)).isTrue();
        assertThat(Text.wellFormed("x", text)).isEqualTo(text);
    }

    /** Long texts are looked through in parts: the pair stands before, on and behind each place where one may end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 2046, 2047, 2048, 2049, 4094, 4095, 4096, 9000})
    void a_long_text_is_looked_through_to_its_end(int before) {
        String text = "é".repeat(before);

        assertThat(Text.isWellFormed(text + HIGH + LOW)).isTrue();
        assertThat(Text.isWellFormed(text + HIGH + LOW + text)).isTrue();
        assertThat(Text.isWellFormed(text + '\uD7FF' + '\uE000' + '\uFFFF' + text))
                .isTrue();
        for (String half :
                List.of("" + HIGH, "" + LOW, "" + LOW + HIGH, "" + HIGH + HIGH + LOW, "" + HIGH + LOW + LOW)) {
            assertThat(Text.isWellFormed(text + half)).isFalse();
            assertThat(Text.isWellFormed(text + half + "a".repeat(5000))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "a\u0000b",
                "" + HIGH,
                "" + LOW,
                "a" + HIGH,
                HIGH + "a",
                "" + LOW + HIGH,
                "" + HIGH + HIGH + LOW,
                "" + HIGH + LOW + LOW,
                "\uD83D\uDE00" + HIGH
            })
    void nul_and_half_of_a_surrogate_pair_do_not(String text) {
        assertThat(Text.isWellFormed(text)).isFalse();
        assertThatThrownBy(() -> Text.wellFormed("x", text)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileModeTest {
    @ParameterizedTest
    @CsvSource({"644, 420, 0644", "0755, 493, 0755", "000, 0, 0000", "007, 7, 0007", "777, 511, 0777"})
    void octal_digits_are_permission_bits(String text, int bits, String written) {
        assertThat(FileMode.parse(text).bits()).isEqualTo(bits);
        assertThat(FileMode.parse(text)).hasToString(written);
        assertThat(FileMode.parse(written)).isEqualTo(new FileMode(bits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "64", "888", "4755", "1777", "00644", "0o644", "rwxr-xr-x", "u+x", "644 ", "+644", "٦٤٤"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> FileMode.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mode must be octal digits such as \"644\" or \"0755\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 01000, 04755, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void bits_that_are_not_for_patches_to_give_are_refused(int bits) {
        assertThatThrownBy(() -> new FileMode(bits)).isInstanceOf(IllegalArgumentException.class);
    }
}

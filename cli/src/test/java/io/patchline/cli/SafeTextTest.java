package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.cli.output.SafeText;
import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void colours_stay_and_what_moves_hides_or_names_windows_is_shown() {
        assertThat(SafeText.lines("\u001b[1;31mred\u001b[0m\n\tüñ")).isEqualTo("\u001b[1;31mred\u001b[0m\n\tüñ");
        assertThat(SafeText.lines("\u001b]0;title\u0007 \u001b[2J \u001b[1A\r\b\u007f"))
                .isEqualTo("␛]0;title␇ ␛[2J ␛[1A␍␈␡");
        assertThat(SafeText.lines("a\u202eb\u2028c\u009bd")).isEqualTo("a<U+202E>b<U+2028>c<U+009B>d");
        assertThat(SafeText.lines("\u001b[38;5;1")).isEqualTo("␛[38;5;1");
        assertThat(SafeText.line("a\nb\tc ")).isEqualTo("a b c");
    }
}

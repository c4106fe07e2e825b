package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 23: NUL, escape sequences, carriage returns. Each at several cuts of the same bytes. */
class TerminalTextTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void colours_and_cursor_movements_are_left_out(int atATime) throws IOException {
        assertThat(text("\033[1;31mred\033[0m\033[2K \033[38;5;196mmore\033(B\n", atATime))
                .isEqualTo("red more\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void titles_and_links_are_left_out_however_they_end(int atATime) throws IOException {
        assertThat(text("\033]0;title\007a\033]8;;https://x.example\033\\link\033]8;;\033\\b\n", atATime))
                .isEqualTo("alinkb\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void eight_bit_controls_are_left_out_and_latin_letters_are_not(int atATime) throws IOException {
        assertThat(text("\u009b31mred \u00a9 \u00e9\u0085\n", atATime)).isEqualTo("red © é\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void nul_and_the_other_control_characters_are_left_out_and_tabs_are_not(int atATime) throws IOException {
        assertThat(text("a\0b\007\bc\177\td\n", atATime)).isEqualTo("abc\td\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void a_progress_bar_leaves_its_last_state(int atATime) throws IOException {
        assertThat(text("1%\r50%\r100%\nnext\r\nlast", atATime)).isEqualTo("100%\nnext\nlast");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void an_unterminated_sequence_swallows_no_more_than_its_line(int atATime) throws IOException {
        assertThat(text("a\033]0;never ends\nb\033[31\nc\033", atATime)).isEqualTo("a\nb\nc");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100_000})
    void an_unterminated_sequence_without_a_newline_gives_up(int atATime) throws IOException {
        assertThat(text("\033]" + "é".repeat(10_000) + "end", atATime))
                .endsWith("éend")
                .hasSizeGreaterThan(7_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void text_that_is_not_ascii_breaks_a_sequence_off_and_stays_whole(int atATime) throws IOException {
        assertThat(text("\033[3é \033é \033(✅\n", atATime)).isEqualTo("é é ✅\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void a_line_longer_than_the_limit_goes_on_in_pieces_and_cannot_be_taken_back(int atATime) throws IOException {
        String line = "x".repeat(700);
        assertThat(text(line + "\rshort\n", atATime)).isEqualTo(line + "\nshort\n");
    }

    private static String text(String in, int atATime) throws IOException {
        return OutputText.through(next -> new TerminalText(256, next), in.getBytes(UTF_8), atATime);
    }
}

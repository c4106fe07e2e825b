package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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

    @Test
    void what_is_to_be_judged_has_no_colours_and_its_lines_end_at_line_feeds_only() {
        assertThat(SafeText.plain("\u001b[8mhidden\u001b[0m\u202e\u200b\ufeff"))
                .isEqualTo("␛[8mhidden␛[0m<U+202E><U+200B><U+FEFF>");
        assertThat(SafeText.plain(SafeText.indented("+x\r real code\u0085\u2028\n y\n")))
                .isEqualTo("  +x␍ real code<U+0085><U+2028>\n   y\n");
        assertThat(SafeText.indented("")).isEmpty();
        assertThat(SafeText.indented("\n\nx")).isEqualTo("  \n  \n  x\n");
        assertThat(SafeText.line("\u001b[31mname")).isEqualTo("␛[31mname");
    }

    @Test
    void json_says_the_same_and_hides_nothing() throws Exception {
        String document = "{\"a\":\"x\u202ey\u009b\u007f🚀\"}";

        String safe = SafeText.json(document);

        assertThat(safe).isEqualTo("{\"a\":\"x\\u202ey\\u009b\\u007f🚀\"}");
        assertThat(new ObjectMapper().readTree(safe)).isEqualTo(new ObjectMapper().readTree(document));
    }
}

package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextSearchTest {
    @ParameterizedTest
    @CsvSource({
        "make test, then MAKE TEST it",
        "z, abcZ",
        "Z, zabc",
        "läuft, es LÄUFT",
        "straße, in der STRAßE",
        "kelvin, 3 \u212AELVIN",
        "is, \u017F IS",
        "iks, aIKS",
        "-, a-b",
        "éa, ÉA",
        "x, x"
    })
    void what_is_in_a_text_in_whatever_case_is_found(String sought, String text) {
        assertThat(new TextSearch(sought).isIn(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"make tests, make test", ".*, anything", "zz, z", "ab, ''", "exit 7, exit 8", "kk, k"})
    void what_is_not_in_a_text_is_not_found(String sought, String text) {
        assertThat(new TextSearch(sought).isIn(text)).isFalse();
    }

    @Test
    void a_text_has_one_form_of_each_character_and_is_no_copy_where_it_need_not_be() {
        String script = "echo hello | tee hello.txt";
        assertThat(TextSearch.folded(script)).isSameAs(script);
        assertThat(TextSearch.folded("ECHO it")).isEqualTo("echo it");
        assertThat(TextSearch.folded("STRA\u00dfE \u212A \uD801\uDC00")).isEqualTo("stra\u00dfe k \uD801\uDC28");
    }

    @Test
    void texts_that_are_kept_for_searching_take_a_byte_for_each_letter_of_english() {
        String texts = TextSearch.searchable(Stream.of("id", "An em dash \u2014 and a \uD83D\uDE00", "make all"));

        assertThat(ErrorExcerpt.bytes(texts)).isEqualTo(texts.length()).isEqualTo(2 + 1 + 25 + 1 + 8);
        assertThat(new TextSearch("\u2014 AND").isInSearchable(texts)).isTrue();
    }

    @Test
    void it_finds_what_a_pattern_finds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "abkKsSiIzZ \u212A\u017F\u0131\u0130äÄß.é";
        for (int round = 0; round < 20_000; round++) {
            String text = text(random, alphabet, 12);
            String sought = text(random, alphabet, 3);
            if (sought.isEmpty()) {
                continue;
            }
            boolean expected = Pattern.compile(
                            sought, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(text)
                    .find();
            assertThat(new TextSearch(sought).isIn(text))
                    .as("'%s' in '%s', seed %d", sought, text, seed)
                    .isEqualTo(expected);
            assertThat(new TextSearch(sought).isInSearchable(TextSearch.searchable(Stream.of("x", text, "y"))))
                    .as("'%s' in '%s' as it is kept, seed %d", sought, text, seed)
                    .isEqualTo(expected);
        }
    }

    private static String text(Random random, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

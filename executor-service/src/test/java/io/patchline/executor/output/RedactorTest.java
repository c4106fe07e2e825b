package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 24: secrets in any encoding that is common, at any cut. */
class RedactorTest {
    private static final String SECRET = "s3cr=t/\"wörd\" & 'more'";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void a_secret_is_redacted_at_any_cut(int atATime) throws IOException {
        assertThat(redacted("a " + SECRET + " b", atATime, SECRET)).isEqualTo("a *** b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_secret_in_base64_is_redacted_at_every_alignment(int before) throws IOException {
        String encoded = Base64.getEncoder().encodeToString(("x".repeat(before) + SECRET + "yz").getBytes(UTF_8));
        String urlSafe = encoded.replace('+', '-').replace('/', '_');

        assertThat(redacted(encoded, 3, SECRET)).contains("***").hasSizeLessThan(14);
        assertThat(redacted(urlSafe, 3, SECRET)).contains("***").hasSizeLessThan(14);
    }

    @Test
    void a_secret_escaped_for_json_urls_xml_shell_or_in_hexadecimal_is_redacted() throws IOException {
        assertThat(redacted("s3cr=t/\\\"wörd\\\" & 'more'", 4, SECRET)).isEqualTo("***");
        assertThat(redacted(URLEncoder.encode(SECRET, UTF_8), 4, SECRET)).isEqualTo("***");
        assertThat(redacted("s3cr%3Dt%2F%22w%C3%B6rd%22%20%26%20%27more%27", 4, SECRET))
                .isEqualTo("***");
        assertThat(redacted("s3cr=t/&quot;wörd&quot; &amp; 'more'", 4, SECRET)).isEqualTo("***");
        assertThat(redacted("'s3cr=t/\"wörd\" & '\\''more'\\'''", 4, SECRET)).isEqualTo("'***'");
        assertThat(redacted("736563726574", 5, "secret")).isEqualTo("***");
    }

    @Test
    void every_line_of_a_secret_of_several_lines_is_redacted_on_its_own() throws IOException {
        String key = "-----BEGIN KEY-----\r\nMIIEvQIBADAN\r\nBgkqhkiG9w0B\r\n-----END KEY-----\r\n";
        assertThat(redacted("x\n  MIIEvQIBADAN\ny\nBgkqhkiG9w0B\n", 2, key)).isEqualTo("x\n  ***\ny\n***\n");
        assertThat(redacted(key.replace("\r\n", "\n"), 2, key)).isEqualTo("***\n");
    }

    @Test
    void secrets_that_overlap_or_contain_each_other_leave_nothing_of_either() throws IOException {
        assertThat(redacted("abcdefghijkl", 1, "abcdefgh", "efghijkl")).isEqualTo("***");
        assertThat(redacted("abcdefghijkl!", 1, "abcdefghijkl", "cdefgh")).isEqualTo("***!");
        assertThat(redacted("abababababab", 1, "abababab")).isEqualTo("***");
        assertThat(redacted("abcdefabcdefg", 4, "abcdef")).isEqualTo("***g");
    }

    @Test
    void the_beginning_of_a_secret_that_does_not_go_on_is_kept() throws IOException {
        assertThat(redacted("abcdeabcdefabcde", 1, "abcdef")).isEqualTo("abcde***abcde");
    }

    @Test
    void a_secret_too_short_to_be_told_from_chance_is_counted_and_not_redacted() throws IOException {
        assertThat(Redaction.of(List.of("short", "longer")).tooShort()).isEqualTo(1);
        assertThat(redacted("a short one", 2, "short", "longer")).isEqualTo("a short one");
    }

    @Test
    void random_text_is_redacted_as_a_simple_search_would() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            String text = randomText(random, 200);
            List<String> secrets = List.of(randomText(random, 6), randomText(random, 7), randomText(random, 9));
            String out = redacted(text, 1 + random.nextInt(9), secrets.toArray(String[]::new));
            assertThat(out).as("seed %d: %s in %s", seed, secrets, text).isEqualTo(simply(text, secrets));
        }
    }

    private static String randomText(Random random, int length) {
        return random.ints(length, 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Marks every character of every occurrence, then replaces each stretch of marks. */
    private static String simply(String text, List<String> secrets) {
        StringBuilder marked = new StringBuilder(text);
        for (String secret : secrets) {
            for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                for (int i = at; i < at + secret.length(); i++) {
                    marked.setCharAt(i, '*');
                }
            }
        }
        return marked.toString().replaceAll("\\*+", "***");
    }

    private static String redacted(String in, int atATime, String... secrets) throws IOException {
        Redaction redaction = Redaction.of(List.of(secrets));
        return OutputText.through(next -> new Redactor(redaction, next), in.getBytes(UTF_8), atATime);
    }
}

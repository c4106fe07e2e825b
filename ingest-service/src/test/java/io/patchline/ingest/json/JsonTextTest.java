package io.patchline.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that are decoded quickly, and those that need care. */
class JsonTextTest {
    private final JsonText json = new JsonText(10);
    private final ValidationProblems problems = new ValidationProblems(10);

    @Test
    void keepsAReplacementCharacterThatSomebodyWrote() {
        byte[] body = "{\"a\":\"é\ufffd😀\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(json.read(body, problems).orElseThrow().value().path("a").textValue())
                .isEqualTo("é\ufffd😀");
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "ff, no byte of UTF-8",
        "c0af, overlong",
        "eda080, a surrogate",
        "c3, an end within a character",
        "f4908080, beyond Unicode"
    })
    void refusesWhatIsNoUtf8(String hex, String what) {
        byte[] bytes = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

        assertThat(json.read(bytes, problems)).as(what).isEmpty();
        assertThat(problems.list())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail())
                        .isEqualTo("The body is not UTF-8 at line 1, column 7. Send it in UTF-8."));
    }

    @Test
    void refusesAByteOrderMarkBesideAReplacementCharacterToo() {
        assertThat(json.read("\ufeff{\"a\":\"\ufffd\"}".getBytes(StandardCharsets.UTF_8), problems))
                .isEmpty();
        assertThat(problems.list())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.detail()).startsWith("The body begins with a byte order mark"));
    }
}

package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.CapturedOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadAndTailTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void what_fits_is_kept_whole(int atATime) {
        assertThat(captured("0123456789", atATime)).isEqualTo(new CapturedOutput("0123456789", "", 10, 0));
        assertThat(captured("0123456789abcdefghij", atATime))
                .isEqualTo(new CapturedOutput("0123456789", "abcdefghij", 20, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 10, 11, 1000})
    void the_middle_is_left_out_and_counted(int atATime) {
        String text = "0123456789" + "x".repeat(77) + "abcdefghij";
        assertThat(captured(text, atATime)).isEqualTo(new CapturedOutput("0123456789", "abcdefghij", 97, 77));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void no_character_is_cut_in_two(int atATime) {
        assertThat(captured("12345678😀ab", atATime)).isEqualTo(new CapturedOutput("12345678", "😀ab", 14, 0));
        assertThat(captured("12345678😀" + "x".repeat(20) + "😀12345678", atATime))
                .isEqualTo(new CapturedOutput("12345678", "12345678", 44, 28));
    }

    @Test
    void nothing_is_nothing() {
        assertThat(captured("", 1)).isEqualTo(CapturedOutput.NONE);
    }

    private static CapturedOutput captured(String text, int atATime) {
        HeadAndTail kept = new HeadAndTail(10);
        byte[] bytes = text.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += atATime) {
            kept.write(bytes, at, Math.min(atATime, bytes.length - at));
        }
        return kept.captured();
    }
}

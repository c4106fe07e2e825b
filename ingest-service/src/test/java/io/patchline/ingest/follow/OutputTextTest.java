package io.patchline.ingest.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTextTest {
    @Test
    void what_was_left_out_is_said_in_its_place() {
        OutputText text = OutputText.of(List.of(
                command(new CapturedOutput("begin\n", "end\n", 110, 100)),
                command(new CapturedOutput("next\n", "", 5, 0))));

        assertThat(string(text)).isEqualTo("begin\n\n[100 bytes were left out here]\nend\nnext\n");
        assertThat(text.total()).isEqualTo(115);
        assertThat(text.omitted()).isEqualTo(100);
    }

    @Test
    void the_last_lines_are_whole() {
        OutputText text = text("one\ntwo\nthree");

        assertThat(string(text.lastLines(0))).isEmpty();
        assertThat(string(text.lastLines(1))).isEqualTo("three");
        assertThat(string(text.lastLines(2))).isEqualTo("two\nthree");
        assertThat(string(text.lastLines(9))).isEqualTo("one\ntwo\nthree");
        assertThat(string(text("one\ntwo\n").lastLines(1))).isEqualTo("two\n");
        assertThat(string(text("").lastLines(3))).isEmpty();
    }

    @Test
    void the_last_bytes_begin_with_a_whole_character() {
        assertThat(string(text("aé😀").lastBytes(4))).isEqualTo("😀");
        assertThat(string(text("aé😀").lastBytes(5))).isEqualTo("😀");
        assertThat(string(text("aé😀").lastBytes(6))).isEqualTo("é😀");
        assertThat(string(text("aé😀").lastBytes(100))).isEqualTo("aé😀");
        assertThat(string(text("abc").lastBytes(0))).isEmpty();
    }

    private static OutputText text(String text) {
        return OutputText.of(List.of(command(new CapturedOutput(text, "", text.getBytes(UTF_8).length, 0))));
    }

    private static CommandResult command(CapturedOutput output) {
        return new CommandResult(0, Optional.of(0), Optional.empty(), Duration.ZERO, output);
    }

    private static String string(OutputText text) {
        return new String(text.bytes(), UTF_8);
    }
}

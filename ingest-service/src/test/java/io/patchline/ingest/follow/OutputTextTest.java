package io.patchline.ingest.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.BoundedReport;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.Omitted;
import io.patchline.outcome.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTextTest {
    @Test
    void what_was_left_out_is_said_in_its_place() {
        OutputText text = OutputText.of(report(
                Optional.empty(),
                command(0, new CapturedOutput("begin\n", "end\n", 110, 100)),
                command(1, new CapturedOutput("next\n", "", 5, 0))));

        assertThat(string(text)).isEqualTo("begin\n\n[100 bytes were left out here]\nend\nnext\n");
        assertThat(text.total()).isEqualTo(115);
        assertThat(text.omitted()).isEqualTo(100);
    }

    @Test
    void commands_that_the_outcome_had_no_room_for_are_counted_in_their_place() {
        RunReport report =
                report(Optional.of(new Omitted(2, 7, 0, 0, 0)), command(2, new CapturedOutput("third\n", "", 6, 0)));

        OutputText text = OutputText.of(report);

        assertThat(string(text)).isEqualTo("[the first 2 commands were left out here]\nthird\n");
        assertThat(text.omittedCommands()).isEqualTo(2);
        assertThat(text.total()).isEqualTo(6);
        assertThat(string(OutputText.of(report, 2))).isEqualTo("third\n");
        assertThat(OutputText.of(report, 2).omittedCommands()).isZero();
        assertThat(string(text.lastLines(1))).isEqualTo("third\n");
        assertThat(text.lastLines(1).omittedCommands()).isEqualTo(2);
    }

    @Test
    void a_bounded_report_says_how_many_commands_it_left_out() {
        BoundedReport bounded = new BoundedReport();
        int many = 20_000;
        for (int action = 0; action < many; action++) {
            bounded.add(command(action, new CapturedOutput("x\n", "", 2, 0)));
        }

        OutputText text = OutputText.of(bounded.report(Duration.ZERO));

        int left = text.omittedCommands();
        assertThat(left).isBetween(1, many - 1);
        assertThat(string(text)).startsWith("[the first " + left + " commands were left out here]\n");
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
        return OutputText.of(report(
                Optional.empty(), command(0, new CapturedOutput(text, "", text.getBytes(UTF_8).length, 0))));
    }

    private static RunReport report(Optional<Omitted> omitted, CommandResult... commands) {
        return new RunReport(Duration.ZERO, List.of(commands), List.of(), Optional.empty(), List.of(), omitted);
    }

    private static CommandResult command(int action, CapturedOutput output) {
        return new CommandResult(action, Optional.of(0), Optional.empty(), Duration.ZERO, output);
    }

    private static String string(OutputText text) {
        return new String(text.bytes(), UTF_8);
    }
}

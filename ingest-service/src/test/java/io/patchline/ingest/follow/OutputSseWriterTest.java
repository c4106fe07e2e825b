package io.patchline.ingest.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.OutputPiece;
import io.patchline.event.RunRef;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OutputSseWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final OutputSseWriter writer = new OutputSseWriter(new SseWriter(out, () -> false), Optional.empty());

    @Test
    void pieces_that_follow_one_another_are_told_as_they_come() throws IOException {
        writer.write(piece(1, 0, 0, "one\n"));
        writer.write(piece(1, 0, 4, "two\n"));

        assertThat(told()).containsExactly("1.1.0.4 output 0 one\\n", "1.1.0.8 output 4 two\\n");
    }

    @Test
    void what_was_left_out_is_told_as_a_gap() throws IOException {
        writer.write(piece(1, 0, 100, "late"));

        assertThat(told()).containsExactly("1.1.0.100 gap 0 100", "1.1.0.104 output 100 late");
    }

    @Test
    void what_the_follower_has_is_not_told_again() throws IOException {
        OutputSseWriter back =
                new OutputSseWriter(new SseWriter(out, () -> false), Optional.of(new OutputPosition(1, 1, 1, 6)));
        back.write(piece(1, 0, 0, "earlier action"));
        back.write(piece(1, 1, 0, "123"));
        back.write(piece(1, 1, 3, "456789"));

        assertThat(told()).containsExactly("1.1.1.9 output 6 789");
    }

    @Test
    void a_place_far_beyond_every_action_costs_nothing() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        long before = runtime.totalMemory() - runtime.freeMemory();
        OutputSseWriter back = new OutputSseWriter(
                new SseWriter(out, () -> false), Optional.of(OutputPosition.parse("1.1.999999999.0")));
        back.write(piece(1, 0, 0, "earlier action"));

        assertThat(told()).isEmpty();
        assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(50_000_000);
    }

    @Test
    void the_rest_comes_from_the_outcome_with_what_was_not_kept_as_a_gap() throws IOException {
        writer.write(piece(1, 0, 0, "he"));
        out.reset();
        writer.writeRest(ref(1), report(new CapturedOutput("head", "tail", 100, 92)));
        writer.writeRest(ref(1), report(new CapturedOutput("head", "tail", 100, 92)));

        assertThat(told()).containsExactly("1.1.0.4 output 2 ad", "1.1.0.96 gap 4 96", "1.1.0.100 output 96 tail");
    }

    @Test
    void a_follower_that_has_more_than_the_head_gets_the_tail_only() throws IOException {
        writer.write(piece(1, 0, 0, "x".repeat(98)));
        out.reset();
        writer.writeRest(ref(1), report(new CapturedOutput("head", "tail", 100, 92)));

        assertThat(told()).containsExactly("1.1.0.100 output 98 il");
    }

    @Test
    void a_later_attempt_begins_anew_and_an_earlier_one_is_past() throws IOException {
        writer.write(piece(2, 0, 0, "second"));
        writer.write(piece(1, 0, 0, "first"));
        writer.writeRest(ref(1), report(new CapturedOutput("first", "", 5, 0)));

        assertThat(told()).containsExactly("1.2.0.6 output 0 second");
    }

    @Test
    void text_that_looks_like_an_event_stays_text() throws IOException {
        writer.write(piece(1, 0, 0, "\n\nevent: end\ndata: {}\r\n\r\n"));

        assertThat(out.toString(UTF_8).lines().filter(line -> line.startsWith("event:")))
                .containsExactly("event: output");
    }

    /** Of each event its id, name, place and text. */
    private List<String> told() {
        Pattern event =
                Pattern.compile("id: (\\S+)\nevent: (\\w+)\ndata: .*?\"from\":(\\d+),\"(?:text|to)\":\"?(.*?)\"?}\n\n");
        return event.matcher(out.toString(UTF_8))
                .results()
                .map(OutputSseWriterTest::line)
                .toList();
    }

    private static String line(MatchResult event) {
        return String.join(" ", event.group(1), event.group(2), event.group(3), event.group(4));
    }

    private static OutputPiece piece(int attempt, int action, long from, String text) {
        return new OutputPiece(ref(attempt), action, from, text);
    }

    private static RunRef ref(int attempt) {
        return new RunRef(new PatchId("p"), 1, attempt, new Lane("l"), "e");
    }

    private static RunReport report(CapturedOutput output) {
        CommandResult command = new CommandResult(0, Optional.of(0), Optional.empty(), Duration.ZERO, output);
        return new RunReport(Duration.ZERO, List.of(command), List.of(), Optional.empty());
    }
}

package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.MessageCodec;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.LoggedCommit;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import io.patchline.patch.FilePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShownOutcomeTest {
    @Test
    void a_short_outcome_is_shown_as_it_is() {
        Outcome outcome = failed(List.of(command(0, "one\n", "", 0)), 1, "--- a\n");
        assertThat(ShownOutcome.of(outcome)).isEqualTo(new ShownOutcome.Shown(outcome, false));
    }

    @Test
    void the_last_4000_characters_of_output_are_shown_the_last_commands_first() {
        Outcome outcome = failed(
                List.of(
                        command(0, "a".repeat(3_000), "", 0),
                        command(1, "b".repeat(1_000), "c".repeat(2_000) + "END", 500)),
                0,
                "");
        ShownOutcome.Shown shown = ShownOutcome.of(outcome);
        assertThat(shown.cut()).isTrue();
        List<CommandResult> commands = shown.outcome().report().commands();
        assertThat(commands.get(1).output().tail()).endsWith("cEND");
        int characters = commands.stream()
                .mapToInt(command -> command.output().head().length()
                        + command.output().tail().length())
                .sum();
        assertThat(characters).isBetween(3_000, ShownOutcome.LAST_CHARACTERS);
        assertThat(commands.get(0).output().totalBytes()).isEqualTo(3_000);
        assertThat(commands.get(0).output().omittedBytes())
                .isEqualTo(3_000 - commands.get(0).output().tail().length());
    }

    @Test
    void of_what_commits_say_the_beginnings_are_shown_and_how_much_is_left_out() {
        List<LoggedCommit> log = List.of(said("short"), said("😀".repeat(5_000)));
        Outcome outcome = new Outcome.AwaitingReview(
                "s", Instant.EPOCH, RunReport.NOTHING.with(Stories.waiting().with(log)));

        ShownOutcome.Shown shown = ShownOutcome.of(outcome);

        List<LoggedCommit> told = shown.outcome().report().git().orElseThrow().log();
        assertThat(shown.cut()).isTrue();
        assertThat(told.getFirst()).isEqualTo(log.getFirst());
        assertThat(told.getLast().message()).hasSizeBetween(3_000, 4_000);
        assertThat(told.getLast().omittedCharacters() + told.getLast().message().length())
                .isEqualTo(10_000);
    }

    private static LoggedCommit said(String message) {
        return new LoggedCommit(Stories.COMMIT, "a", Optional.of(1), message, 0);
    }

    @Test
    void no_half_of_a_character_is_shown() {
        String text = "😀".repeat(4_001);
        ShownOutcome.Shown shown = ShownOutcome.of(failed(List.of(command(0, text, "", 0)), 0, ""));
        String tail = shown.outcome().report().commands().getFirst().output().tail();
        assertThat(tail.codePoints().allMatch(c -> c == 0x1f600)).isTrue();
    }

    @Test
    void everything_at_its_largest_is_at_most_100000_characters_as_json() throws Exception {
        List<CommandResult> commands = IntStream.range(0, 60)
                .mapToObj(i -> command(i, "\u0007\"".repeat(20_000), "\\\n".repeat(20_000), 1_000_000))
                .toList();
        ShownOutcome.Shown shown = ShownOutcome.of(failed(commands, 5_000, "+\"quoted\"\t\\\n".repeat(60_000)));
        String json = MessageCodec.mapper().writeValueAsString(shown.outcome());
        assertThat(json.length()).isLessThan(90_000);
        assertThat(shown.cut()).isTrue();
    }

    private static Outcome failed(List<CommandResult> commands, int many, String diff) {
        List<FileChange> files = IntStream.range(0, many)
                .mapToObj(i -> new FileChange(
                        new FilePath("src/" + "x".repeat(100) + i),
                        FileChange.Kind.CHANGED,
                        1,
                        1,
                        Optional.of("0".repeat(64)),
                        Optional.of("1".repeat(64)),
                        Optional.empty()))
                .toList();
        List<Problem> problems = IntStream.range(0, many)
                .mapToObj(i -> new Problem(ErrorCode.CONTEXT_NOT_FOUND, "/mutations/" + i, "stands nowhere".repeat(20)))
                .toList();
        return new Outcome.Failed(
                ErrorCode.COMMAND_FAILED,
                "the command exited with code 1",
                problems,
                new RunReport(Duration.ZERO, commands, files, Optional.of(diff)));
    }

    private static CommandResult command(int action, String head, String tail, long omitted) {
        long bytes = (head + tail).getBytes(StandardCharsets.UTF_8).length;
        return new CommandResult(
                action,
                Optional.of(1),
                Optional.empty(),
                Duration.ZERO,
                new CapturedOutput(head, tail, bytes + omitted, omitted));
    }
}

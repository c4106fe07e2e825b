package io.patchline.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.MessageCodec;
import io.patchline.patch.CommitId;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeLimitTest {
    private static final int KEPT = 64 << 10;
    private static final String HASH = "9".repeat(64);

    private final BoundedReport report = new BoundedReport();

    @ParameterizedTest
    @ValueSource(strings = {"a", "\"", "\\", "\n", "\u0001", "é", "€", "🚀", "\u007f", "\u2028"})
    void whatever_commands_write_the_whole_outcome_stays_below_the_limit(String text) throws Exception {
        for (int i = 0; i < 320; i++) {
            report.add(command(i, output(text)));
        }
        report.add(files(2_000, 300), Optional.of((text + "\n").repeat(100_000)));

        Outcome outcome = OutcomeLimit.fit(failed(problems(5_000, text.repeat(20_000))));

        assertThat(encoded(outcome)).hasSizeBetween(OutcomeLimit.MOST_BYTES / 2, OutcomeLimit.MOST_BYTES);
    }

    @Test
    void an_outcome_of_random_parts_stays_below_the_limit_and_counts_what_it_left_out() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            BoundedReport bounded = new BoundedReport();
            int commands = random.nextInt(12_000);
            long captured = 0;
            for (int i = 0; i < commands; i++) {
                CapturedOutput output = random.nextInt(50) == 0 ? output(character(random)) : shortOutput(random);
                captured += output.keptBytes();
                bounded.add(command(i, output));
            }
            int files = random.nextInt(3_000);
            bounded.add(
                    files(files, random.nextInt(1_000)),
                    Optional.of(character(random).repeat(random.nextInt(KEPT))));
            RunReport made = bounded.report(Duration.ofDays(99));
            Omitted omitted = made.omitted().orElse(Omitted.NOTHING);
            long kept = made.commands().stream()
                    .mapToLong(command -> command.output().keptBytes())
                    .sum();

            assertThat(encoded(new Outcome.Succeeded(made)))
                    .as("seed %d", seed)
                    .hasSizeLessThan(OutcomeLimit.MOST_BYTES);
            assertThat(made.commands().size() + omitted.commands())
                    .as("seed %d", seed)
                    .isEqualTo(commands);
            assertThat(made.files().size() + omitted.files())
                    .as("seed %d", seed)
                    .isEqualTo(files);
            assertThat(kept + omitted.outputBytes()).as("seed %d", seed).isEqualTo(captured);
        }
    }

    @Test
    void the_tail_of_the_last_command_stays_longest() {
        for (int i = 0; i < 320; i++) {
            report.add(command(i, output(i % 2 == 0 ? "\"" : "a")));
        }

        List<CommandResult> commands = report.report(Duration.ZERO).commands();

        assertThat(commands).hasSize(320);
        assertThat(commands.getLast().output()).isEqualTo(output("a"));
        assertThat(commands.getFirst().output()).isEqualTo(new CapturedOutput("", "", 3 * KEPT, 3 * KEPT));
        assertThat(commands.stream().map(command -> command.output().tail().length()))
                .isSorted();
    }

    @Test
    void a_command_without_output_is_told_for_thousands_and_then_the_earliest_are_counted() {
        for (int i = 0; i < 100_000; i++) {
            report.add(command(i, CapturedOutput.NONE));
        }

        RunReport made = report.report(Duration.ZERO);

        assertThat(made.commands()).hasSizeBetween(3_000, 10_000);
        assertThat(made.commands().getLast().action()).isEqualTo(99_999);
        assertThat(made.omitted().orElseThrow().commands())
                .isEqualTo(100_000 - made.commands().size());
    }

    @Test
    void output_is_cut_between_characters_and_says_how_much_is_missing() {
        CapturedOutput cut = new CapturedOutput("🚀".repeat(10), "", 40, 0).within(10);

        assertThat(cut).isEqualTo(new CapturedOutput("", "🚀🚀", 40, 32));
    }

    /** Each commit has its share, and what it does not need the next have. */
    @Test
    void what_commits_say_has_a_share_of_its_own() throws Exception {
        for (String text : List.of("a", "\u0001", "€", "🚀")) {
            List<LoggedCommit> log = IntStream.range(0, GitReport.MOST_COMMITS)
                    .mapToObj(i -> said(i == 7 ? text.repeat(100_000) : i == 8 ? text.repeat(200) : "short"))
                    .toList();
            report.add(files(2_000, 300), Optional.of("+a\n".repeat(100_000)));
            for (int i = 0; i < 320; i++) {
                report.add(command(i, output(text)));
            }
            report.git(git(log));

            RunReport made = report.report(Duration.ZERO);

            List<LoggedCommit> told = made.git().orElseThrow().log();
            assertThat(encoded(new Outcome.AwaitingReview("s", Instant.EPOCH, made)))
                    .hasSizeLessThan(OutcomeLimit.MOST_BYTES);
            assertThat(MessageCodec.mapper().writeValueAsBytes(told)).hasSizeLessThan(GitReport.MOST_LOG_BYTES);
            assertThat(told.get(7).omittedCharacters() + told.get(7).message().length())
                    .isEqualTo(100_000L * text.length());
            assertThat(told.getLast()).isEqualTo(log.getLast());
            assertThat(OutcomeLimit.bare(new Outcome.Succeeded(made))
                            .report()
                            .git()
                            .orElseThrow()
                            .log())
                    .isEmpty();
        }
    }

    private static LoggedCommit said(String message) {
        return new LoggedCommit(new CommitId("3e".repeat(20)), "Ann <ann@example.com>", Optional.of(1), message, 0);
    }

    private static GitReport git(List<LoggedCommit> log) {
        return new GitReport(
                        new WorkspaceName("site"),
                        "main",
                        Optional.empty(),
                        Optional.of(new CommitId("3e".repeat(20))),
                        List.of(),
                        GitReport.Changes.FILES,
                        1,
                        Optional.empty(),
                        Optional.empty())
                .with(log);
    }

    @Test
    void what_fits_is_told_as_it_is() {
        report.add(command(0, output("a")));
        report.add(files(3, 30), Optional.of("+a\n"));
        Outcome outcome = failed(problems(2, "wrong"));

        assertThat(OutcomeLimit.fit(outcome)).isEqualTo(outcome);
        assertThat(outcome.report().omitted()).isEmpty();
    }

    @Test
    void files_that_were_undone_leave_nothing_omitted() {
        report.add(files(5_000, 100), Optional.of("+a\n".repeat(100_000)));
        report.undoFiles();

        assertThat(report.report(Duration.ZERO)).isEqualTo(RunReport.NOTHING);
    }

    @Test
    void a_diff_is_cut_after_a_whole_line_and_what_follows_is_left_out_too() {
        String diff = "+" + "é".repeat(49) + "\n";
        report.add(List.of(), Optional.of(diff.repeat(10_000)));
        report.add(List.of(), Optional.of("+b\n"));

        RunReport made = report.report(Duration.ZERO);

        assertThat(made.diff().orElseThrow()).startsWith(diff).endsWith("é\n").doesNotContain("+b");
        assertThat(made.omitted().orElseThrow().diffCharacters())
                .isEqualTo(
                        diff.length() * 10_000L + 3 - made.diff().orElseThrow().length());
    }

    @Test
    void a_bare_outcome_says_what_it_does_not_have() throws Exception {
        report.add(command(0, output("a")));
        report.add(files(3, 30), Optional.of("+a\n"));

        Outcome bare = OutcomeLimit.bare(failed(problems(2, "wrong")));

        assertThat(encoded(bare)).hasSizeLessThan(16 << 10);
        assertThat(bare.report().omitted()).contains(new Omitted(1, 2 * KEPT, 3, 3, 2));
    }

    private Outcome failed(List<Problem> problems) {
        return new Outcome.Failed(
                ErrorCode.COMMAND_FAILED, "s".repeat(problems.size()), problems, report.report(Duration.ofSeconds(1)));
    }

    private static CapturedOutput output(String character) {
        int bytes = character.getBytes(StandardCharsets.UTF_8).length;
        String kept = character.repeat(KEPT / bytes);
        int length = kept.getBytes(StandardCharsets.UTF_8).length;
        return new CapturedOutput(kept, kept, 3L * KEPT, 3L * KEPT - 2L * length);
    }

    private static CapturedOutput shortOutput(Random random) {
        String text = character(random).repeat(random.nextInt(100));
        return new CapturedOutput(text, "", text.getBytes(StandardCharsets.UTF_8).length, 0);
    }

    private static String character(Random random) {
        List<String> characters = List.of("a", "\"", "\n", "\u0002", "é", "€", "🚀");
        return characters.get(random.nextInt(characters.size()));
    }

    private static CommandResult command(int action, CapturedOutput output) {
        return new CommandResult(
                action, Optional.of(255), Optional.of("SIGRTMIN"), Duration.ofNanos(Long.MAX_VALUE), output);
    }

    private static List<FileChange> files(int count, int pathLength) {
        return IntStream.range(0, count)
                .mapToObj(i -> new FileChange(
                        new FilePath("\"".repeat(Math.max(1, pathLength % 200)) + "/" + i),
                        FileChange.Kind.CHANGED,
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Optional.of(HASH),
                        Optional.of(HASH),
                        Optional.of(FileMode.parse("0644"))))
                .toList();
    }

    private static List<Problem> problems(int count, String detail) {
        return Collections.nCopies(count, new Problem(ErrorCode.CONTEXT_NOT_FOUND, "/actions/99999", detail));
    }

    private static byte[] encoded(Outcome outcome) throws Exception {
        return MessageCodec.mapper().writeValueAsBytes(outcome);
    }
}

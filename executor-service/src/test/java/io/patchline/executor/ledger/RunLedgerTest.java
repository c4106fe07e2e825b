package io.patchline.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.LaneHold;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.OutcomeLimit;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Digest;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLedgerTest {
    private static final RunKey KEY = new RunKey(new PatchId("a/../b"), 1);
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "{ }".getBytes(StandardCharsets.UTF_8);

    private static final Claim.Start START = new Claim.Start(1, NOW, "executor");

    private Path state;
    private RunLedger ledger;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        state = directory;
        ledger = new RunLedger(directory, "executor");
    }

    @Test
    void a_new_run_is_granted_and_its_attempts_count_from_one() throws IOException {
        try (ClaimedRun run = granted(KEY)) {
            assertThat(run.deaths()).isZero();
            assertThat(run.startAttempt(NOW)).isEqualTo(1);
            run.endAttempt(NOW);
            assertThat(run.startAttempt(NOW)).isEqualTo(2);
        }
    }

    @Test
    void a_finished_run_is_told_with_its_outcome_and_not_granted_again() throws IOException {
        RunRecord record = new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "executor", NOW);
        try (ClaimedRun run = granted(KEY)) {
            run.startAttempt(NOW);
            run.finish(record);
        }

        assertThat(claim(KEY, BODY)).isEqualTo(new Claim.Finished(record, false, Optional.of(START)));
        ledger.markReported(KEY);
        assertThat(claim(KEY, BODY)).isEqualTo(new Claim.Finished(record, true, Optional.of(START)));
    }

    /** Defects 3 and 8: an outcome of 84 MB, written by a version without a limit, was reported again at each start and taken by no broker. */
    @Test
    void an_outcome_that_is_too_long_is_shortened_when_it_is_read() throws IOException {
        String output = "\"".repeat(64 << 10);
        CapturedOutput captured = new CapturedOutput(output, output, 4 << 16, 2 << 16);
        List<CommandResult> commands = IntStream.range(0, 320)
                .mapToObj(i -> new CommandResult(i, Optional.of(0), Optional.empty(), Duration.ZERO, captured))
                .toList();
        RunReport report =
                new RunReport(Duration.ofSeconds(5), commands, List.of(), Optional.of("+a\n".repeat(9_000_000)));
        Problem problem = new Problem(ErrorCode.COMMAND_FAILED, "/actions/0", "wrong");
        Outcome outcome = new Outcome.Failed(ErrorCode.COMMAND_FAILED, "it failed", List.of(problem), report);
        try (ClaimedRun run = granted(KEY)) {
            run.startAttempt(NOW);
            run.finish(new RunRecord(outcome, 1, "executor", NOW, Optional.of(LaneHold.holder(KEY.patch()))));
        }

        Claim.Finished finished = (Claim.Finished) claim(KEY, BODY);

        assertThat(MessageCodec.mapper().writeValueAsBytes(finished.run())).hasSizeLessThan(OutcomeLimit.MOST_BYTES);
        assertThat(finished.run().hold()).contains(LaneHold.holder(KEY.patch()));
        assertThat(finished.run().outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.problems()).containsExactly(problem);
            assertThat(failed.report().commands()).hasSize(320);
            assertThat(failed.report().commands().getLast().output()).isEqualTo(captured);
            assertThat(failed.report().diff()).contains(RunReport.DIFF_LEFT_OUT);
            assertThat(failed.report().omitted()).isPresent();
        });
    }

    @Test
    void an_executor_that_died_in_an_attempt_counts_as_a_death_and_one_between_attempts_does_not() throws IOException {
        try (ClaimedRun died = granted(KEY)) {
            died.startAttempt(NOW);
            died.endAttempt(NOW);
        }
        try (ClaimedRun next = granted(KEY)) {
            assertThat(next.deaths()).isZero();
            next.startAttempt(NOW);
        }
        try (ClaimedRun last = granted(KEY)) {
            assertThat(last.deaths()).isEqualTo(1);
            assertThat(last.attempt()).isEqualTo(2);
        }
    }

    @Test
    void other_content_under_a_known_id_is_a_conflict_in_every_run() throws IOException {
        granted(KEY).close();

        assertThat(claim(KEY, OTHER)).isEqualTo(new Claim.Conflict(Digest.sha256Hex(BODY)));
        assertThat(claim(new RunKey(KEY.patch(), 2), OTHER)).isEqualTo(new Claim.Conflict(Digest.sha256Hex(BODY)));
    }

    @Test
    void another_run_of_the_patch_is_another_claim() throws IOException {
        try (ClaimedRun run = granted(KEY)) {
            run.finish(new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "executor", NOW));
        }
        granted(new RunKey(KEY.patch(), 2)).close();
    }

    @Test
    void a_report_that_is_noted_twice_is_noted() throws IOException {
        try (ClaimedRun run = granted(KEY)) {
            run.finish(new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "executor", NOW));
            run.markReported();
            run.markReported();
        }

        assertThat(claim(KEY, BODY))
                .isInstanceOfSatisfying(
                        Claim.Finished.class,
                        over -> assertThat(over.reported()).isTrue());
    }

    @Test
    void an_id_never_becomes_a_path() throws IOException {
        granted(KEY).close();

        try (var files = java.nio.file.Files.walk(state)) {
            assertThat(files.map(Path::toString)).noneMatch(path -> path.contains("..") || path.contains("a/b"));
        }
    }

    private ClaimedRun granted(RunKey key) throws IOException {
        return ((Claim.Granted) claim(key, BODY)).run();
    }

    private Claim claim(RunKey key, byte[] body) throws IOException {
        return ledger.claim(new ClaimRequest(key, body, NOW, "tests", false));
    }
}

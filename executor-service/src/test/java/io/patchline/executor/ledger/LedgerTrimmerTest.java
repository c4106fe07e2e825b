package io.patchline.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.CommandRequest;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger keeps within its bytes, and nobody loses what is his because of somebody else. */
class LedgerTrimmerTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
    private static final int OUTPUT = 4 * 1024 * 1024;
    private static final long KEEP = Retention.FEWEST_BYTES;

    private Path state;
    private RunLedger ledger;
    private LedgerTrimmer trimmer;
    private int made;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        state = directory;
        ledger = new RunLedger(directory, "executor");
        trimmer = ledger.trimmer(new Retention(Duration.ofDays(7), 200_000, KEEP), Clock.fixed(BEGIN, ZoneOffset.UTC));
    }

    @Test
    void who_has_most_loses_the_output_of_his_oldest_runs_and_nobody_else_any() throws IOException {
        settle("honest", "alice");
        for (int i = 0; i < 30; i++) {
            settle("hog" + i, "mallory");
            trimmer.trimIfDue();
        }

        assertThat(bytes()).isLessThanOrEqualTo(KEEP);
        assertThat(output("honest")).hasSize(OUTPUT);
        assertThat(output("hog29")).hasSize(OUTPUT);
        assertThat(output("hog0"))
                .content()
                .startsWith("(removed on 2026-11-21")
                .contains("patchline.ledger.keep-bytes");
    }

    @Test
    void a_run_that_was_trimmed_is_known_by_its_content_and_by_its_end() throws IOException {
        for (int i = 0; i < 20; i++) {
            settle("p" + i, "alice");
        }
        assertThat(trimmer.trimIfDue()).isPositive();
        assertThat(output("p0")).content().startsWith("(removed");

        assertThat(ledger.claim(request("p0", "p0", "alice")))
                .isInstanceOfSatisfying(Claim.Finished.class, finished -> {
                    assertThat(finished.reported()).isTrue();
                    assertThat(finished.run().outcome()).isInstanceOf(Outcome.Failed.class);
                });
        assertThat(ledger.claim(request("p0", "another content", "alice"))).isInstanceOf(Claim.Conflict.class);
        assertThat(ledger.claim(request("p19", "p19", "alice"))).isInstanceOf(Claim.Finished.class);
    }

    @Test
    void what_is_not_reported_loses_nothing_and_is_waited_for() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("u" + i, "alice").close();
        }
        assertThat(trimmer.trimIfDue()).isZero();
        for (int i = 0; i < 20; i++) {
            assertThat(output("u" + i)).hasSize(OUTPUT);
        }
    }

    @Test
    void requests_and_reports_count_and_go_too() throws IOException {
        for (int i = 0; i < 20; i++) {
            settle("p" + i, "alice");
        }
        trimmer.trimIfDue();

        try (Stream<Path> files = Files.walk(state)) {
            assertThat(files.filter(file -> file.endsWith("fingerprint"))).isNotEmpty();
        }
        assertThat(output("p0").resolveSibling("..").resolve("patch.json")).doesNotExist();
    }

    @Test
    void what_fits_is_left_alone() throws IOException {
        settle("small", "alice");
        assertThat(trimmer.trimIfDue()).isZero();
        assertThat(output("small")).hasSize(OUTPUT);
    }

    private void settle(String id, String source) throws IOException {
        try (ClaimedRun run = write(id, source)) {
            run.markReported();
        }
    }

    private ClaimedRun write(String id, String source) throws IOException {
        ClaimedRun run = ((Claim.Granted) ledger.claim(request(id, id, source))).run();
        run.startAttempt(BEGIN);
        Files.write(run.scratch().resolve(CommandRequest.OUTPUT_FILE), new byte[OUTPUT]);
        Outcome failed = new Outcome.Failed(ErrorCode.COMMAND_FAILED, "no", List.of(), RunReport.NOTHING);
        run.finish(new RunRecord(failed, 1, "executor", BEGIN.plusSeconds(made++)));
        return run;
    }

    private static ClaimRequest request(String id, String content, String source) {
        return new ClaimRequest(
                new RunKey(new PatchId(id), 1), content.getBytes(StandardCharsets.UTF_8), BEGIN, source, false);
    }

    private Path output(String id) {
        String hash = new PatchId(id).hash();
        return state.resolve("ledger")
                .resolve(hash.substring(0, 2))
                .resolve(hash + ".run-1")
                .resolve("attempt-1")
                .resolve(CommandRequest.OUTPUT_FILE);
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}

package io.patchline.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.MessageCodec;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Digest;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers that versions before decision 172 wrote, whose claims do not name the content; and what such a version finds where this one wrote. */
class OldLedgerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final RunKey KEY = new RunKey(new PatchId("p"), 1);
    private static final byte[] BODY = "{\"id\":\"p\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "{\"id\":\"p\",\"x\":1}".getBytes(StandardCharsets.UTF_8);
    private static final String STARTED = "started 1 2026-11-21T00:00:00Z executor-1\n";
    private static final String OUTCOME =
            "{\"outcome\":{\"status\":\"succeeded\",\"report\":{\"elapsed\":\"PT0S\",\"commands\":[],\"files\":[]}},"
                    + "\"attempt\":1,\"executor\":\"executor-1\",\"finishedAt\":\"2026-11-21T00:00:00Z\"}";
    private static final RunRecord RECORD =
            new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "executor-1", NOW);

    private Path run;
    private RunLedger ledger;

    @BeforeEach
    void create(@TempDir Path state) throws IOException {
        ledger = new RunLedger(state, "executor");
        run = RunDirectory.of(ledger.directory(), KEY).run();
        Files.createDirectories(run);
        Files.write(run.resolve("patch.json"), BODY);
        Files.writeString(run.resolve("source"), "alice");
        Files.createFile(run.resolve("claim"));
    }

    @Test
    void a_run_that_was_claimed_is_granted_and_its_id_is_taken() throws IOException {
        knowsTheContent();

        try (ClaimedRun next = claimed()) {
            assertThat(next.attempt()).isZero();
        }
    }

    @Test
    void a_run_that_was_begun_is_one_that_its_executor_died_in() throws IOException {
        Files.createDirectory(run.resolve("attempt-1"));
        Files.writeString(run.resolve("claim"), STARTED);
        knowsTheContent();

        try (ClaimedRun next = claimed()) {
            assertThat(next.deaths()).isEqualTo(1);
            assertThat(next.startAttempt(NOW)).isEqualTo(2);
        }
        Files.delete(run.resolve("patch.json"));
        knowsTheContent();
    }

    @Test
    void an_attempt_that_ended_is_no_death() throws IOException {
        Files.writeString(run.resolve("claim"), STARTED + STARTED.replace("started", "ended"));

        try (ClaimedRun next = claimed()) {
            assertThat(next.deaths()).isZero();
            assertThat(next.attempt()).isEqualTo(1);
        }
    }

    @Test
    void a_run_that_is_over_is_told_as_it_was() throws IOException {
        Files.writeString(run.resolve("claim"), STARTED);
        Files.writeString(run.resolve("outcome.json"), OUTCOME);
        knowsTheContent();
        Optional<Claim.Start> began = Optional.of(new Claim.Start(1, NOW, "executor-1"));

        assertThat(claim(KEY, BODY)).isEqualTo(new Claim.Finished(RECORD, false, began));
        Files.createFile(run.resolve("reported"));
        assertThat(claim(KEY, BODY)).isEqualTo(new Claim.Finished(RECORD, true, began));
    }

    @Test
    void a_run_that_was_trimmed_is_known_by_its_hash() throws IOException {
        Files.writeString(run.resolve("claim"), STARTED);
        Files.writeString(run.resolve("outcome.json"), OUTCOME);
        Files.writeString(run.resolve("fingerprint"), Digest.sha256Hex(BODY));
        Files.delete(run.resolve("patch.json"));

        knowsTheContent();
    }

    /** The rules by which such a version reads: the request's bytes, a start on each line that does not begin with "ended", the outcome, that it was reported. */
    @Test
    void an_older_version_finds_what_it_looks_for() throws IOException {
        RunKey second = new RunKey(new PatchId("q"), 1);
        Path written = RunDirectory.of(ledger.directory(), second).run();
        try (ClaimedRun claimed = ((Claim.Granted) claim(second, BODY)).run()) {
            assertThat(written.resolve("claim")).isEmptyFile();
            claimed.startAttempt(NOW);
            claimed.endAttempt(NOW);
            claimed.startAttempt(NOW);
            assertThat(starts(written)).isEqualTo(2);
            assertThat(written.resolve("outcome.json")).doesNotExist();
            claimed.finish(RECORD);
            claimed.markReported();
        }

        assertThat(written.resolve("patch.json")).hasBinaryContent(BODY);
        assertThat(written.resolve("source")).hasContent("tests");
        assertThat(written.resolve("attempt-2")).isDirectory();
        assertThat(MessageCodec.mapper()
                        .readValue(written.resolve("outcome.json").toFile(), RunRecord.class))
                .isEqualTo(RECORD);
        assertThat(Files.getLastModifiedTime(written.resolve("outcome.json")).toInstant())
                .isEqualTo(NOW);
        assertThat(written.resolve("reported")).isEmptyFile();
    }

    private static long starts(Path run) throws IOException {
        return Files.readString(run.resolve("claim"))
                .lines()
                .filter(line -> !line.startsWith("ended"))
                .count();
    }

    private void knowsTheContent() throws IOException {
        assertThat(claim(KEY, OTHER)).isEqualTo(new Claim.Conflict(Digest.sha256Hex(BODY)));
        assertThat(claim(new RunKey(KEY.patch(), 2), OTHER)).isEqualTo(new Claim.Conflict(Digest.sha256Hex(BODY)));
    }

    private ClaimedRun claimed() throws IOException {
        return ((Claim.Granted) claim(KEY, BODY)).run();
    }

    private Claim claim(RunKey key, byte[] body) throws IOException {
        return ledger.claim(new ClaimRequest(key, body, NOW, "tests", false));
    }
}

package io.patchline.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Digest;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger makes of what a machine that died may leave of each of its files: what was not synced yet may be there in part, as zeros, or not at all. */
class PowerCutTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final RunKey KEY = new RunKey(new PatchId("p"), 1);
    private static final byte[] BODY =
            "{\"id\":\"p\",\"actions\":[{\"type\":\"run\"}]}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "{\"id\":\"p\"}".getBytes(StandardCharsets.UTF_8);
    private static final RunRecord RECORD = new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "executor", NOW);

    private Path run;
    private RunLedger ledger;

    @BeforeEach
    void create(@TempDir Path state) throws IOException {
        ledger = new RunLedger(state, "executor");
        run = RunDirectory.of(ledger.directory(), KEY).run();
    }

    @Test
    void before_the_start_a_part_of_the_request_is_none_and_no_conflict() throws IOException {
        claimed(BODY).close();
        for (int length = 0; length < BODY.length; length++) {
            Files.write(run.resolve("patch.json"), Arrays.copyOf(BODY, length));
            try (ClaimedRun again = claimed(OTHER)) {
                assertThat(again.attempt()).isZero();
            }
            Files.write(run.resolve("patch.json"), zerosAfter(length, BODY));
            claimed(BODY).close();
            Files.write(run.resolve("patch.json"), zerosBefore(length + 1, BODY));
            claimed(BODY).close();
            assertThat(run.resolve("patch.json")).hasBinaryContent(BODY);
        }
    }

    @Test
    void from_the_start_on_the_content_is_known_whatever_became_of_the_request() throws IOException {
        try (ClaimedRun begun = claimed(BODY)) {
            begun.startAttempt(NOW);
        }
        Files.write(run.resolve("patch.json"), Arrays.copyOf(BODY, 5));
        Files.delete(run.resolve("source"));
        Files.delete(run.resolve("attempt-1"));
        knowsTheContent();
        Files.delete(run.resolve("patch.json"));
        knowsTheContent();

        try (ClaimedRun next = claimed(BODY)) {
            assertThat(next.deaths()).isEqualTo(1);
            assertThat(next.startAttempt(NOW)).isEqualTo(2);
            assertThat(next.scratch()).isDirectory();
        }
    }

    private void knowsTheContent() throws IOException {
        assertThat(claim(KEY, OTHER)).isEqualTo(new Claim.Conflict(Digest.sha256Hex(BODY)));
        assertThat(claim(new RunKey(KEY.patch(), 2), OTHER)).isEqualTo(new Claim.Conflict(Digest.sha256Hex(BODY)));
    }

    @Test
    void what_was_lost_of_a_request_is_not_what_a_trimmed_run_is_known_by() throws IOException {
        finish(BODY).close();
        ledger.markReported(KEY);
        Files.write(run.resolve("patch.json"), Arrays.copyOf(BODY, 5));

        boolean trimmed = new RunRemoval(ledger.directory(), new RunMutex())
                .ifSettled(
                        RunDirectory.of(ledger.directory(), KEY),
                        claim -> RunDirectory.of(ledger.directory(), KEY).trim(claim, NOW));

        assertThat(trimmed).isTrue();
        assertThat(run.resolve("fingerprint")).hasContent(Digest.sha256Hex(BODY));
        assertThat(claim(KEY, BODY)).isInstanceOf(Claim.Finished.class);
    }

    @Test
    void any_part_of_the_line_of_a_start_is_a_start() throws IOException {
        try (ClaimedRun begun = claimed(BODY)) {
            begun.startAttempt(NOW);
        }
        byte[] line = Files.readAllBytes(run.resolve("claim"));
        for (int length = 1; length < line.length; length++) {
            Files.write(run.resolve("claim"), Arrays.copyOf(line, length));
            isOneDeath();
            Files.write(run.resolve("claim"), Arrays.copyOf(Arrays.copyOf(line, length), line.length));
            isOneDeath();
        }
    }

    private void isOneDeath() throws IOException {
        try (ClaimedRun next = claimed(BODY)) {
            assertThat(next.deaths()).isEqualTo(1);
            next.startAttempt(NOW);
            next.endAttempt(NOW);
        }
        try (ClaimedRun last = claimed(BODY)) {
            assertThat(last.deaths()).isEqualTo(1);
            assertThat(last.attempt()).isEqualTo(2);
        }
    }

    @Test
    void a_part_of_an_outcome_was_never_told_and_counts_for_nothing() throws IOException {
        finish(BODY).close();
        byte[] outcome = Files.readAllBytes(run.resolve("outcome.json"));
        for (int length = 0; length < outcome.length; length++) {
            Files.write(run.resolve("outcome.json"), Arrays.copyOf(outcome, length));
            isNotOver();
            Files.write(run.resolve("outcome.json"), zerosAfter(length, outcome));
            isNotOver();
            Files.write(run.resolve("outcome.json"), zerosBefore(length + 1, outcome));
            isNotOver();
        }
        try (ClaimedRun next = claimed(BODY)) {
            next.finish(RECORD);
        }
        assertThat(claim(KEY, BODY))
                .isInstanceOfSatisfying(
                        Claim.Finished.class, over -> assertThat(over.run()).isEqualTo(RECORD));
    }

    private static byte[] zerosAfter(int length, byte[] whole) {
        return Arrays.copyOf(Arrays.copyOf(whole, length), whole.length);
    }

    /** Of a file whose first page was not written. */
    private static byte[] zerosBefore(int length, byte[] whole) {
        byte[] torn = whole.clone();
        Arrays.fill(torn, 0, length, (byte) 0);
        return torn;
    }

    private void isNotOver() throws IOException {
        try (ClaimedRun next = claimed(BODY)) {
            assertThat(next.deaths()).isEqualTo(1);
        }
    }

    @Test
    void an_outcome_that_was_told_and_cannot_be_read_is_not_taken_for_none() throws IOException {
        finish(BODY).close();
        ledger.markReported(KEY);
        Files.writeString(run.resolve("outcome.json"), "{\"outcome\":");

        assertThatThrownBy(() -> claim(KEY, BODY)).isInstanceOf(IOException.class);
    }

    @Test
    void an_outcome_of_a_newer_version_is_not_taken_for_none() throws IOException {
        finish(BODY).close();
        String outcome = Files.readString(run.resolve("outcome.json"));
        Files.writeString(run.resolve("outcome.json"), outcome.replace("\"succeeded\"", "\"something newer\""));

        assertThatThrownBy(() -> claim(KEY, BODY)).isInstanceOf(IOException.class);
    }

    @Test
    void the_note_of_a_report_that_is_lost_loses_nothing_else() throws IOException {
        finish(BODY).close();
        ledger.markReported(KEY);
        Files.delete(run.resolve("reported"));

        assertThat(claim(KEY, BODY)).isInstanceOfSatisfying(Claim.Finished.class, over -> {
            assertThat(over.run()).isEqualTo(RECORD);
            assertThat(over.reported()).isFalse();
        });
    }

    private ClaimedRun finish(byte[] body) throws IOException {
        ClaimedRun claimed = claimed(body);
        claimed.startAttempt(NOW);
        claimed.finish(RECORD);
        return claimed;
    }

    private ClaimedRun claimed(byte[] body) throws IOException {
        return ((Claim.Granted) claim(KEY, body)).run();
    }

    private Claim claim(RunKey key, byte[] body) throws IOException {
        return ledger.claim(new ClaimRequest(key, body, NOW, "tests", false));
    }
}

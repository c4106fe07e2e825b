package io.patchline.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger syncs, and in which order, as the JDK records it: docs/decisions/0172 says what each guards. */
class DurablePointsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final RunRecord RECORD = new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "executor", NOW);

    @TempDir
    private Path recordings;

    private Path state;
    private RunLedger ledger;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        state = directory;
        ledger = new RunLedger(directory, "executor");
    }

    interface Steps {
        void take(ClaimedRun run) throws IOException;
    }

    @Test
    void a_run_has_one_durable_point_before_it_starts_and_one_before_it_is_told() throws IOException {
        claimed(1).close();

        assertThat(synced(2, run -> {
                    run.startAttempt(NOW);
                    run.finish(RECORD);
                    run.markReported();
                }))
                .containsExactly("claim", "run", "shard", "outcome.json", "run");
    }

    @Test
    void a_claim_alone_syncs_nothing() throws IOException {
        claimed(1).close();

        assertThat(synced(2, run -> {})).isEmpty();
    }

    @Test
    void another_attempt_syncs_the_end_of_the_one_before_and_its_own_start() throws IOException {
        claimed(1).close();

        assertThat(synced(2, run -> {
                    run.startAttempt(NOW);
                    run.endAttempt(NOW);
                    run.startAttempt(NOW);
                }))
                .containsExactly("claim", "run", "shard", "claim", "claim");
    }

    @Test
    void a_run_that_ends_before_it_starts_syncs_its_request_for_no_start_names_the_content() throws IOException {
        claimed(1).close();

        assertThat(synced(2, run -> run.finish(RECORD)))
                .containsExactly("patch.json", "run", "shard", "outcome.json", "run");
    }

    @Test
    void who_finds_an_outcome_that_was_not_told_syncs_it_before_it_tells_it() throws IOException {
        try (ClaimedRun run = claimed(2)) {
            run.startAttempt(NOW);
            run.finish(RECORD);
        }
        ledger.claim(request(1));

        assertThat(recorded(() -> ledger.claim(request(2)))).containsExactly("outcome.json", "run", "shard");
        ledger.markReported(request(2).key());
        assertThat(recorded(() -> ledger.claim(request(2)))).isEmpty();
    }

    private List<String> synced(int number, Steps steps) throws IOException {
        return recorded(() -> {
            try (ClaimedRun run = claimed(number)) {
                steps.take(run);
            }
        });
    }

    interface Work {
        void run() throws IOException;
    }

    private List<String> recorded(Work work) throws IOException {
        Path file = recordings.resolve("syncs.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .map(event -> Path.of(event.getString("path")))
                .filter(path -> path.startsWith(state))
                .map(DurablePointsTest::shortName)
                .toList();
    }

    private static String shortName(Path path) {
        String name = path.getFileName().toString();
        return name.contains(".run-") ? "run" : name.length() == 2 ? "shard" : name;
    }

    private ClaimedRun claimed(int number) throws IOException {
        return ((Claim.Granted) ledger.claim(request(number))).run();
    }

    private static ClaimRequest request(int number) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return new ClaimRequest(new RunKey(new PatchId("p"), number), body, NOW, "tests", false);
    }
}

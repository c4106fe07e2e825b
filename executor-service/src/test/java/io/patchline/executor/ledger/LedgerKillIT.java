package io.patchline.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another process takes one run step by step, is killed behind each step, and this one comes after it. */
@Timeout(300)
class LedgerKillIT {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final RunKey KEY = new RunKey(new PatchId("p"), 1);
    private static final RunRecord RECORD = new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "killed", NOW);

    enum Step {
        CLAIMED,
        STARTED,
        ENDED,
        STARTED_AGAIN,
        FINISHED,
        REPORTED
    }

    @ParameterizedTest
    @EnumSource
    void what_an_executor_did_before_it_was_killed_is_what_the_next_one_finds(Step last, @TempDir Path state)
            throws Exception {
        RunLedger ledger = new RunLedger(state, "next");
        Process killed = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taker.class.getName(),
                        state.toString(),
                        last.name()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(killed.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo(last.name());
            assertThat(isClaimed(ledger)).isTrue();
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(isClaimed(ledger)).isFalse();

        Claim found = ledger.claim(request("{}"));

        Claim.Start start = new Claim.Start(last.compareTo(Step.STARTED_AGAIN) < 0 ? 1 : 2, NOW, "killed");
        switch (last) {
            case CLAIMED -> isGranted(found, 0, 0);
            case STARTED -> isGranted(found, 1, 1);
            case ENDED -> isGranted(found, 1, 0);
            case STARTED_AGAIN -> isGranted(found, 2, 1);
            case FINISHED ->
                assertThat(found).isEqualTo(new Claim.Finished(RECORD, false, java.util.Optional.of(start)));
            case REPORTED ->
                assertThat(found).isEqualTo(new Claim.Finished(RECORD, true, java.util.Optional.of(start)));
        }
        assertThat(ledger.claim(request("{ }"))).isInstanceOf(Claim.Conflict.class);
    }

    private static void isGranted(Claim found, int attempts, int deaths) {
        assertThat(found).isInstanceOfSatisfying(Claim.Granted.class, granted -> {
            try (ClaimedRun run = granted.run()) {
                assertThat(run.attempt()).isEqualTo(attempts);
                assertThat(run.deaths()).isEqualTo(deaths);
            }
        });
    }

    private static boolean isClaimed(RunLedger ledger) throws IOException {
        Path claim = RunDirectory.of(ledger.directory(), KEY).claim();
        try (FileChannel file = FileChannel.open(claim, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            return lock == null;
        }
    }

    private static ClaimRequest request(String body) {
        return new ClaimRequest(KEY, body.getBytes(StandardCharsets.UTF_8), NOW, "tests", false);
    }

    /** The process that is killed. Arguments: the state directory; the last step, behind which it waits for its end. */
    static final class Taker {
        private Taker() {}

        public static void main(String[] arguments) throws Exception {
            Step last = Step.valueOf(arguments[1]);
            Claim claim = new RunLedger(Path.of(arguments[0]), "killed").claim(request("{}"));
            ClaimedRun run = ((Claim.Granted) claim).run();
            for (Step step : Step.values()) {
                switch (step) {
                    case CLAIMED -> {}
                    case STARTED, STARTED_AGAIN -> run.startAttempt(NOW);
                    case ENDED -> run.endAttempt(NOW);
                    case FINISHED -> run.finish(RECORD);
                    case REPORTED -> run.markReported();
                }
                if (step == last) {
                    System.out.println(step);
                    new java.util.concurrent.CountDownLatch(1).await();
                }
            }
        }
    }
}

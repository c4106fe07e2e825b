package io.patchline.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerSweeperTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private Instant now = BEGIN;
    private Path state;
    private RunLedger ledger;
    private LedgerSweeper sweeper;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        state = directory;
        ledger = new RunLedger(directory, "executor");
        sweeper = ledger.sweeper(new Retention(WEEK, 1000 * Shards.COUNT, Retention.FEWEST_BYTES), clock());
    }

    @Test
    void what_is_over_for_longer_than_it_is_kept_is_forgotten_with_all_of_its_files() throws IOException {
        settle("old");
        now = now.plus(WEEK);
        assertThat(sweepAll(sweeper)).isZero();
        settle("young");
        now = now.plusSeconds(1);

        assertThat(sweepAll(sweeper)).isEqualTo(1);

        assertThat(claim("young", 1)).isInstanceOf(Claim.Finished.class);
        assertThat(filesOf("old")).isEmpty();
        assertThat(state.resolve("ledger/trash")).isEmptyDirectory();
        assertThat(sweepAll(sweeper)).isZero();
    }

    @Test
    void what_is_not_over_not_reported_or_claimed_is_never_forgotten() throws IOException {
        begin("begun").close();
        ClaimedRun unreported = begin("unreported");
        unreported.finish(record());
        unreported.close();
        ClaimedRun held = begin("held");
        held.finish(record());
        held.markReported();
        now = now.plus(WEEK.multipliedBy(10));

        assertThat(sweepAll(sweeper)).isZero();
        held.close();
        assertThat(sweepAll(sweeper)).isEqualTo(1);

        assertThat(claim("unreported", 1)).isInstanceOf(Claim.Finished.class);
        try (ClaimedRun again = granted("begun")) {
            assertThat(again.deaths()).isEqualTo(1);
        }
    }

    @Test
    void of_too_many_the_newest_are_kept_and_those_of_the_last_hour_all_the_same() throws IOException {
        LedgerSweeper small = ledger.sweeper(new Retention(WEEK, Shards.COUNT, Retention.FEWEST_BYTES), clock());
        for (int run = 1; run <= 5; run++) {
            settle("p", run);
            now = now.plusSeconds(60);
        }

        assertThat(sweepAll(small)).isZero();
        now = now.plus(Retention.SHORTEST);
        assertThat(sweepAll(small)).isEqualTo(4);

        assertThat(claim("p", 5)).isInstanceOf(Claim.Finished.class);
        granted("p").close();
    }

    @Test
    void a_message_that_was_delivered_before_and_may_be_forgotten_is_told_apart_from_one_that_never_ran()
            throws IOException {
        settle("p");
        now = now.plus(WEEK).plusSeconds(1);
        assertThat(sweepAll(sweeper)).isEqualTo(1);

        try (ClaimedRun again = granted(request("p", 1, BEGIN, true))) {
            assertThat(again.isBeforeMemory()).isTrue();
        }
        try (ClaimedRun first = granted(request("p", 2, BEGIN, false))) {
            assertThat(first.isBeforeMemory()).isFalse();
        }
        try (ClaimedRun young = granted(request("p", 3, now, true))) {
            assertThat(young.isBeforeMemory()).isFalse();
        }
    }

    @Test
    void a_run_that_another_executor_had_begun_to_forget_when_it_died_is_forgotten_before_it_is_claimed_anew()
            throws IOException {
        settle("p");
        Path claim =
                filesOf("p").filter(file -> file.endsWith("claim")).findFirst().orElseThrow();
        Files.writeString(claim, Files.readString(claim) + "\nforgotten\n");

        try (ClaimedRun anew = granted("p")) {
            assertThat(anew.attempt()).isZero();
        }
        assertThat(sweepAll(sweeper)).isZero();
        assertThat(state.resolve("ledger/trash")).isEmptyDirectory();
    }

    @Test
    void whoever_waits_for_a_claim_that_is_forgotten_meanwhile_begins_anew() throws Exception {
        settle("p");
        now = now.plus(WEEK).plusSeconds(1);
        Thread[] claimants = new Thread[8];
        int[] claimed = new int[1];
        for (int i = 0; i < claimants.length; i++) {
            claimants[i] = Thread.startVirtualThread(() -> {
                try (ClaimedRun run = granted("q")) {
                    synchronized (claimed) {
                        claimed[0]++;
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }

        assertThat(sweepAll(sweeper)).isEqualTo(1);

        await().until(() -> claimed[0] == claimants.length);
    }

    private void settle(String id) throws IOException {
        settle(id, 1);
    }

    private void settle(String id, int number) throws IOException {
        try (ClaimedRun run = granted(request(id, number, now, false))) {
            run.startAttempt(now);
            Files.writeString(run.scratch().resolve("output"), "text");
            run.finish(record());
            run.markReported();
        }
    }

    private ClaimedRun begin(String id) throws IOException {
        ClaimedRun run = granted(id);
        run.startAttempt(now);
        return run;
    }

    private RunRecord record() {
        return new RunRecord(new Outcome.Succeeded(RunReport.NOTHING), 1, "executor", now);
    }

    private ClaimedRun granted(String id) throws IOException {
        return granted(request(id, 1, now, false));
    }

    private ClaimedRun granted(ClaimRequest request) throws IOException {
        return ((Claim.Granted) ledger.claim(request)).run();
    }

    private Claim claim(String id, int number) throws IOException {
        return ledger.claim(request(id, number, now, false));
    }

    private static ClaimRequest request(String id, int number, Instant acceptedAt, boolean deliveredBefore) {
        return new ClaimRequest(
                new RunKey(new PatchId(id), number),
                id.getBytes(StandardCharsets.UTF_8),
                acceptedAt,
                "tests",
                deliveredBefore);
    }

    private Stream<Path> filesOf(String id) throws IOException {
        String hash = new PatchId(id).hash();
        try (Stream<Path> all = Files.walk(state)) {
            return all.filter(path -> path.toString().contains(hash)).toList().stream();
        }
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private static int sweepAll(LedgerSweeper sweeper) throws IOException {
        int forgotten = 0;
        for (int i = 0; i < Shards.COUNT; i++) {
            forgotten += sweeper.sweepNext();
        }
        return forgotten;
    }
}

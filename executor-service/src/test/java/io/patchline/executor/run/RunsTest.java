package io.patchline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.CapturedOutput;
import io.patchline.trace.TraceParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a living executor makes of a disk that refuses, a broker that is away, and defects of its own. */
class RunsTest {
    private static final PatchMessage PATCH = TestRuns.command("p");

    private final AtomicInteger ran = new AtomicInteger();
    private TestRuns ground;

    @BeforeEach
    void create(@TempDir Path directory) {
        ground = new TestRuns(directory.resolve("state"));
    }

    @Test
    void a_run_is_told_once_and_a_redelivery_tells_nothing() throws Exception {
        Runs runs = ground.executor(this::succeed);

        runs.bringToEnd(PATCH, false);
        runs.bringToEnd(PATCH, false);

        assertThat(ground.published()).containsExactly("patch.started", "patch.succeeded");
        assertThat(ran).hasValue(1);
    }

    /** The ingest service knows the newest 100,000 patches, and the ledger more: whoever sent an older one again was told 202, and then nothing for ever. */
    @Test
    void a_patch_that_is_submitted_anew_when_it_was_over_is_told_its_end_again_and_does_not_run() throws Exception {
        Runs runs = ground.executor(this::succeed);
        runs.bringToEnd(PATCH, false);
        ground.forget();

        runs.bringToEnd(submittedAnew(PATCH), false);
        runs.bringToEnd(submittedAnew(PATCH), true);

        assertThat(ground.published()).containsExactly("patch.succeeded", "patch.succeeded");
        assertThat(ran).hasValue(1);
    }

    @Test
    void of_a_patch_that_was_replayed_and_is_submitted_anew_each_runs_end_is_told_and_no_dead_letter()
            throws Exception {
        ground.executor(request -> {
                    throw new IllegalStateException("a defect");
                })
                .bringToEnd(PATCH, false);
        Runs runs = ground.executor(this::succeed);
        runs.bringToEnd(ground.letter(), false);
        ground.forget();

        runs.bringToEnd(submittedAnew(PATCH), false);

        assertThat(ground.published()).containsExactly("patch.failed", "patch.succeeded");
        assertThat(ground.runsPublished()).containsExactly(1, 2);
        assertThat(ran).hasValue(1);
    }

    @Test
    void a_defect_in_an_attempt_ends_it_as_failed_instead_of_leaving_it_without_an_end() throws Exception {
        Runs runs = ground.executor(request -> {
            throw new IllegalStateException("a defect");
        });

        runs.bringToEnd(PATCH, false);

        assertThat(ground.published()).containsExactly("patch.started", "patch.failed", "dead", "patch.dead_lettered");
        assertThat(ground.runFile("outcome.json")).content().contains("internal_error", "may have half happened");
    }

    @Test
    void all_that_is_told_of_a_run_carries_on_the_trace_of_its_message() throws Exception {
        Runs runs = ground.executor(request -> {
            throw new IllegalStateException("a defect");
        });
        String place = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        runs.bringToEnd(PATCH.within(TraceParent.parse(place)), false);

        assertThat(ground.published()).containsExactly("patch.started", "patch.failed", "dead", "patch.dead_lettered");
        assertThat(ground.tracesPublished()).containsExactly(place, place, place, place);
    }

    @Test
    void an_outcome_that_a_full_disk_refuses_is_kept_until_there_is_room_and_nothing_runs_again() throws Exception {
        Runs runs = ground.executor(request -> {
            block(ground.runFile("outcome.json.new"));
            return succeed(request);
        });
        Thread run = Thread.startVirtualThread(() -> TestRuns.bringToEnd(runs, PATCH));
        await().until(() -> ran.get() == 1);
        // The first try to write the outcome has failed by now, or is about to.
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        assertThat(ground.published()).containsExactly("patch.started");

        Files.delete(ground.runFile("outcome.json.new"));

        assertThat(run.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ground.published()).containsExactly("patch.started", "patch.succeeded");
        assertThat(ran).hasValue(1);
    }

    @Test
    void an_attempt_whose_place_a_full_disk_refuses_was_not_started_and_is_no_death() throws Exception {
        Runs runs = ground.executor(this::succeed);
        ground.loseBroker();
        Thread first = Thread.startVirtualThread(() -> TestRuns.bringToEnd(runs, PATCH));
        await().until(() -> Files.exists(ground.runFile("attempt-1")));
        first.interrupt();
        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        Files.writeString(ground.runFile("attempt-2"), "in the way");
        ground.findBroker();

        assertThatThrownBy(() -> runs.bringToEnd(PATCH, false)).isInstanceOf(IOException.class);
        Files.delete(ground.runFile("attempt-2"));
        runs.bringToEnd(PATCH, false);

        assertThat(ground.published()).containsExactly("patch.started", "patch.succeeded");
    }

    @Test
    void an_executor_that_ends_before_it_could_say_that_it_starts_has_not_died_in_the_run() throws Exception {
        Runs runs = ground.executor(this::succeed);
        ground.loseBroker();
        Thread first = Thread.startVirtualThread(() -> TestRuns.bringToEnd(runs, PATCH));
        await().until(() -> Files.exists(ground.runFile("claim")) && Files.size(ground.runFile("claim")) > 0);

        first.interrupt();
        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        ground.findBroker();
        ground.executor(this::succeed).bringToEnd(PATCH, false);

        assertThat(ground.published()).containsExactly("patch.started", "patch.succeeded");
    }

    @Test
    void a_run_that_was_cancelled_before_it_began_is_never_run_and_says_who_wanted_it() throws Exception {
        Runs runs = ground.executor(this::succeed);
        assertThat(runs.cancel(new RunKey(PATCH.patch().id(), 1), "alice")).isFalse();
        assertThat(runs.cancel(new RunKey(PATCH.patch().id(), 1), "bob")).isFalse();

        runs.bringToEnd(PATCH, false);

        assertThat(ran).hasValue(0);
        assertThat(ground.published()).containsExactly("patch.cancelled");
        assertThat(ground.runFile("outcome.json")).content().contains("cancelled on request of alice");
    }

    @Test
    void what_was_asked_for_another_run_of_the_patch_does_not_cancel_this_one() throws Exception {
        Runs runs = ground.executor(this::succeed);
        assertThat(runs.cancel(new RunKey(PATCH.patch().id(), 2), "alice")).isFalse();

        runs.bringToEnd(PATCH, false);

        assertThat(ground.published()).containsExactly("patch.started", "patch.succeeded");
    }

    @Test
    void a_run_that_waits_for_a_slot_when_the_executor_ends_is_left_to_another_and_not_interrupted() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Runs runs = ground.executor(request -> {
            await().until(() -> busy.getCount() == 0);
            return succeed(request);
        });
        PatchMessage waiting = TestRuns.command("waits");
        Thread first = Thread.startVirtualThread(() -> TestRuns.bringToEnd(runs, PATCH));
        await().until(() -> ground.published().contains("patch.started"));
        Thread second = Thread.startVirtualThread(() -> TestRuns.bringToEnd(runs, waiting));
        await().until(() -> runs.inProgress().size() == 2);

        runs.inProgress().stream()
                .filter(run -> run.message().equals(waiting))
                .forEach(run -> run.cancellation().request(Cancellation.Reason.SHUTDOWN));

        assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        busy.countDown();
        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ground.published()).containsExactly("patch.started", "patch.succeeded");
        ground.executor(this::succeed).bringToEnd(waiting, true);
        assertThat(ground.published()).endsWith("patch.started", "patch.succeeded");
    }

    private static PatchMessage submittedAnew(PatchMessage patch) {
        return PatchMessage.accepted(patch.patch(), TestRuns.CLOCK.instant().plusSeconds(5000), "test");
    }

    private ProcessResult succeed(CommandRequest request) {
        ran.incrementAndGet();
        return new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO);
    }

    /** A directory where a file should be written refuses it as a full disk would. */
    private static void block(Path file) {
        try {
            Files.createDirectory(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

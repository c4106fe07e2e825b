package io.patchline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.event.LaneHold;
import io.patchline.executor.ledger.HoldMark;
import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.ledger.RunLedger;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.LaneRelease;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.CommitId;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions.OnFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One lane, message by message, with each message as the broker would deliver it. */
class LaneGateTest {
    private static final Lane LANE = new Lane("lane");
    private static final PatchMessage FAILS = TestRuns.command("p", "lane", OnFailure.HOLD);

    private final AtomicInteger ran = new AtomicInteger();
    private volatile boolean failing = true;
    private Path state;
    private TestRuns ground;
    private Runs runs;

    @BeforeEach
    void create(@TempDir Path directory) {
        state = directory.resolve("state");
        ground = new TestRuns(state);
        runs = ground.executor(this::run);
    }

    @Test
    void after_a_failure_later_patches_of_the_lane_are_set_aside_in_order_and_other_lanes_go_on() throws Exception {
        deliver(FAILS);
        assertThat(ground.letter().hold())
                .contains(LaneHold.holder(FAILS.patch().id()));
        failing = false;
        ground.forget();

        PatchMessage first = setAside("a");
        PatchMessage second = setAside("b");
        deliver(TestRuns.command("c", "other", OnFailure.ROLL_BACK));

        assertThat(first.hold()).contains(new LaneHold(new PatchId("p"), 1));
        assertThat(second.hold()).contains(new LaneHold(new PatchId("p"), 2));
        assertThat(first.run()).isEqualTo(2);
        assertThat(ran).hasValue(2);
        assertThat(ground.published())
                .containsExactly(
                        "patch.refused",
                        "dead",
                        "patch.dead_lettered",
                        "patch.refused",
                        "dead",
                        "patch.dead_lettered",
                        "patch.started",
                        "patch.succeeded");
    }

    @Test
    void another_executor_of_the_workspace_respects_the_hold() throws Exception {
        deliver(FAILS);

        runs = ground.executor(this::run);
        PatchMessage aside = setAside("a");

        assertThat(aside.hold().orElseThrow().order()).isEqualTo(1);
    }

    @Test
    void a_lane_that_fits_a_configured_pattern_is_held_whatever_its_patches_say() throws Exception {
        deliver(TestRuns.command("p", "held/x", OnFailure.ROLL_BACK));
        deliver(TestRuns.command("q", "not/held/x", OnFailure.ROLL_BACK));

        assertThat(mark(new Lane("held/x"))).isPresent();
        assertThat(mark(new Lane("not/held/x"))).isEmpty();
    }

    @Test
    void a_replay_that_succeeds_frees_the_lane_and_one_that_fails_holds_it_on() throws Exception {
        deliver(FAILS);
        PatchMessage again = ground.letter();
        deliver(again);
        PatchMessage third = ground.letter();
        assertThat(third.run()).isEqualTo(3);
        setAside("a");
        failing = false;
        ground.forget();

        deliver(third);
        deliver(TestRuns.command("b"));

        assertThat(ground.published())
                .containsExactly(
                        "patch.started", "patch.succeeded", "patch.lane_released", "patch.started", "patch.succeeded");
        assertThat(mark(LANE)).isEmpty();
    }

    @Test
    void with_held_those_that_were_set_aside_pass_and_nothing_else_until_the_release_behind_them() throws Exception {
        deliver(FAILS);
        PatchMessage holder = ground.letter();
        PatchMessage first = setAside("a");
        failing = false;
        ground.forget();

        deliver(holder.inHold(holder.hold(), true));
        PatchMessage late = setAside("late");
        assertThat(late.hold().orElseThrow().order()).isEqualTo(2);
        deliver(first);
        runs.release(release(Optional.of(1L)));
        assertThat(mark(LANE))
                .as("somebody came after the last that the release knows")
                .isPresent();
        deliver(late);
        runs.release(release(Optional.of(2L)));
        deliver(TestRuns.command("b"));

        assertThat(ground.published())
                .containsExactly(
                        "patch.started",
                        "patch.succeeded",
                        "patch.lane_clearing",
                        "patch.refused",
                        "dead",
                        "patch.dead_lettered",
                        "patch.started",
                        "patch.succeeded",
                        "patch.started",
                        "patch.succeeded",
                        "patch.lane_released",
                        "patch.started",
                        "patch.succeeded");
    }

    @Test
    void with_held_and_nobody_set_aside_the_lane_is_free_at_once() throws Exception {
        deliver(FAILS);
        failing = false;

        PatchMessage holder = ground.letter();
        deliver(holder.inHold(holder.hold(), true));

        assertThat(ground.published()).endsWith("patch.lane_released");
        assertThat(mark(LANE)).isEmpty();
    }

    @Test
    void one_that_follows_and_fails_holds_the_lane_in_its_turn_and_the_others_keep_their_order() throws Exception {
        deliver(FAILS);
        PatchMessage holder = ground.letter();
        deliver(TestRuns.command("a", "lane", OnFailure.HOLD));
        PatchMessage first = ground.letter();
        PatchMessage second = setAside("b");
        failing = false;
        deliver(holder.inHold(holder.hold(), true));
        failing = true;
        deliver(first);
        PatchMessage failedFirst = ground.letter();
        assertThat(failedFirst.hold()).contains(LaneHold.holder(new PatchId("p")));

        deliver(second);

        assertThat(ground.letter().hold()).contains(new LaneHold(new PatchId("p"), 2));
        assertThat(mark(LANE).orElseThrow().holder()).isEqualTo(new PatchId("a"));
        failing = false;
        deliver(failedFirst);
        assertThat(mark(LANE)).isEmpty();
    }

    @Test
    void a_patch_in_the_place_of_the_failed_one_passes_and_frees_the_lane() throws Exception {
        deliver(FAILS);
        failing = false;

        deliver(TestRuns.command("mended").inHold(ground.letter().hold(), false));

        assertThat(ground.published()).endsWith("patch.succeeded", "patch.lane_released");
        assertThat(mark(LANE)).isEmpty();
    }

    @Test
    void a_release_frees_the_lane_and_one_for_an_earlier_hold_does_not() throws Exception {
        deliver(FAILS);

        runs.release(new LaneRelease(LANE, new PatchId("earlier"), 1, Optional.empty(), "anna"));
        assertThat(mark(LANE)).isPresent();
        runs.release(release(Optional.empty()));

        assertThat(mark(LANE)).isEmpty();
        assertThat(ground.published()).endsWith("patch.lane_released");
    }

    @Test
    void the_lane_is_held_before_anybody_hears_of_the_failure_and_a_redelivery_tells_it_again() throws Exception {
        runs = ground.executor(request -> {
            ground.loseBroker();
            return run(request);
        });
        Thread dies = Thread.startVirtualThread(() -> TestRuns.bringToEnd(runs, FAILS));
        await().atMost(Duration.ofSeconds(10)).until(() -> mark(LANE).isPresent());
        assertThat(ground.published()).containsExactly("patch.started");
        dies.interrupt();
        assertThat(dies.join(Duration.ofSeconds(10))).isTrue();
        ground.findBroker();

        runs = ground.executor(this::run);
        setAside("a");
        deliver(FAILS);

        assertThat(ground.letter().hold()).contains(LaneHold.holder(new PatchId("p")));
        assertThat(mark(LANE).orElseThrow().last()).isEqualTo(1);
        assertThat(ran).hasValue(1);
    }

    @Test
    void an_executor_that_died_before_the_mark_leaves_the_lane_to_the_redelivery() throws Exception {
        deliver(FAILS);
        // What a death between the record and the mark leaves: the record, not reported, and no mark.
        new RunLedger(state, "e").holds().release(LANE, new PatchId("p"), Long.MAX_VALUE);
        java.nio.file.Files.delete(ground.runFile("reported"));

        deliver(FAILS);

        assertThat(mark(LANE)).isPresent();
        assertThat(ran).hasValue(1);
    }

    @Test
    void a_patch_that_was_cancelled_is_not_set_aside() throws Exception {
        deliver(FAILS);
        assertThat(runs.cancel(new RunKey(new PatchId("a"), 1), "anna")).isFalse();

        deliver(TestRuns.command("a"));

        assertThat(ground.published()).endsWith("patch.cancelled");
    }

    @Test
    void a_rejection_passes_and_an_approval_is_set_aside() throws Exception {
        deliver(FAILS);
        HoldMark mark = mark(LANE).orElseThrow();
        PatchMessage waiting = TestRuns.command("a");
        CommitId judged = new CommitId("3e5b1a4c6a7d8e9f00112233445566778899aabb");

        for (ErrorCode code : List.of(ErrorCode.REJECTED, ErrorCode.REVIEW_EXPIRED)) {
            ReviewDecision reject = new ReviewDecision.Reject(Optional.of(judged), code, Optional.empty(), "no");
            assertThat(mark.lets(waiting.decided(2, reject))).isTrue();
        }
        assertThat(mark.lets(waiting.decided(2, new ReviewDecision.Approve(judged, "bob"))))
                .isFalse();
    }

    private PatchMessage setAside(String id) throws Exception {
        int before = ran.get();
        deliver(TestRuns.command(id));
        assertThat(ran).as("runs after " + id).hasValue(before);
        PatchMessage letter = ground.letter();
        assertThat(letter.patch().id()).isEqualTo(new PatchId(id));
        return letter;
    }

    private void deliver(PatchMessage message) throws Exception {
        runs.bringToEnd(message, false);
    }

    private Optional<HoldMark> mark(Lane lane) throws IOException {
        return new RunLedger(state, "e").holds().of(lane);
    }

    private static LaneRelease release(Optional<Long> after) {
        return new LaneRelease(LANE, new PatchId("p"), 1, after, "anna");
    }

    private ProcessResult run(CommandRequest request) {
        ran.incrementAndGet();
        return new ProcessResult.Exited(failing ? 1 : 0, CapturedOutput.NONE, Duration.ZERO);
    }
}

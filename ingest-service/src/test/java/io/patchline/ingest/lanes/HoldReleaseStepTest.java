package io.patchline.ingest.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.Bucket;
import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.deadletters.DeadLetterLock;
import io.patchline.ingest.deadletters.FakeDeadLetterQueue;
import io.patchline.ingest.jobs.JobStep;
import io.patchline.message.LaneRelease;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldReleaseStepTest {
    private static final PatchId P = new PatchId("p");
    private static final BlockingBucket PACE = Bucket.builder()
            .addLimit(limit -> limit.capacity(1000).refillGreedy(1000, Duration.ofSeconds(1)))
            .build()
            .asBlocking();

    private final FakeDeadLetterQueue queue = new FakeDeadLetterQueue();
    private final HoldIndex holds = new HoldIndex(1 << 20);
    private final HoldReleaseStep step = new HoldReleaseStep(holds, queue.index, queue.replayer(), PACE);

    @Test
    void a_lane_that_is_held_and_of_which_nothing_is_ordered_is_left_alone() throws Exception {
        held();

        assertThat(step.isDue()).isFalse();
        assertThat(work()).isEqualTo(JobStep.Result.OVER);
        assertThat(queue.steps).isEmpty();
    }

    @Test
    void those_that_were_set_aside_follow_in_order_before_the_lane_is_released() throws Exception {
        held();
        follow();

        assertThat(step.isDue()).isTrue();
        assertThat(work()).isEqualTo(JobStep.Result.MORE);
        assertThat(queue.steps)
                .containsExactly(
                        "lane a#2", "event replayed a", "remove a", "lane b#2", "event replayed b", "remove b");

        assertThat(work()).isEqualTo(JobStep.Result.OVER);
        assertThat(queue.steps.getLast()).isEqualTo("release l");
        assertThat(LaneRelease.read(queue.published.getLast().body()))
                .isEqualTo(new LaneRelease(FakeDeadLetterQueue.ref("p", 1).lane(), P, 1, Optional.of(2L), "anna"));
    }

    @Test
    void a_full_lane_stops_at_the_first_so_that_nobody_is_overtaken() throws Exception {
        held();
        follow();
        queue.lanesAnswer(new Confirmation.Nacked());

        assertThat(work()).isEqualTo(JobStep.Result.LATER);

        assertThat(queue.steps).containsExactly("lane a#2", "event declined a");
        assertThat(queue.inQueue()).containsExactly("p#2", "a#2", "b#2");
    }

    @Test
    void the_lane_of_a_discarded_patch_is_released_without_those_behind_it() throws Exception {
        held();
        happened(new PatchEvent.Discarded(FakeDeadLetterQueue.ref("p", 1), 2, "anna", Optional.empty()));

        assertThat(work()).isEqualTo(JobStep.Result.OVER);

        assertThat(queue.steps).containsExactly("release l");
        assertThat(LaneRelease.read(queue.published.getLast().body()).after()).isEmpty();
        assertThat(queue.inQueue()).containsExactly("p#2", "a#2", "b#2");
    }

    private void held() {
        dead("p", 0);
        dead("a", 1);
        dead("b", 2);
    }

    private void follow() {
        happened(new PatchEvent.Replayed(
                FakeDeadLetterQueue.ref("p", 1), 2, "anna", Optional.empty(), true, Optional.empty()));
        happened(new PatchEvent.LaneClearing(FakeDeadLetterQueue.ref("p", 2), P));
    }

    private void dead(String id, long order) {
        ErrorCode reason = order == 0 ? ErrorCode.COMMAND_FAILED : ErrorCode.LANE_HELD;
        Optional<LaneHold> hold = Optional.of(new LaneHold(P, order));
        queue.queued(id, 1, reason, hold);
        happened(new PatchEvent.DeadLettered(
                FakeDeadLetterQueue.ref(id, 1), reason, "s", 2, Optional.empty(), Optional.empty(), hold));
    }

    private void happened(PatchEvent event) {
        queue.happened(event);
        holds.happened(EventEnvelope.of(event, FakeDeadLetterQueue.NOW), 1);
    }

    private JobStep.Result work() throws Exception {
        try (DeadLetterLock lock = queue.take(Duration.ofSeconds(1))) {
            return step.work(lock);
        }
    }
}

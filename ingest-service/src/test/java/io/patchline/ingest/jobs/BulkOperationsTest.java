package io.patchline.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.Bucket;
import io.patchline.broker.Confirmation;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.deadletters.DeadLetterFilter;
import io.patchline.ingest.deadletters.DeadLetterLock;
import io.patchline.ingest.deadletters.FakeDeadLetterQueue;
import io.patchline.ingest.deadletters.FilterFields;
import io.patchline.ingest.jobs.JobOrder.Act;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BulkOperationsTest {
    private static final BlockingBucket PACE = Bucket.builder()
            .addLimit(limit -> limit.capacity(1000).refillGreedy(1000, Duration.ofSeconds(1)))
            .build()
            .asBlocking();

    private final FakeDeadLetterQueue queue = new FakeDeadLetterQueue();
    private final JobIndex jobs = new JobIndex();
    private final BulkOperations bulk =
            new BulkOperations(queue.index, jobs, queue, queue.replayer(), FakeDeadLetterQueue.CLOCK);
    private final JobStep step = new JobStep(queue.index, queue.replayer(), PACE, FakeDeadLetterQueue.CLOCK);

    @Test
    void the_count_is_of_what_can_be_done_and_says_what_is_passed_over() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.dead("q", 1, ErrorCode.COMMAND_FAILED);
        queue.dead("r", 1, ErrorCode.TIMED_OUT);
        queue.happened(new PatchEvent.DeadLettered(
                FakeDeadLetterQueue.ref("s", 1),
                ErrorCode.ID_CONFLICT,
                "s",
                2,
                Optional.empty(),
                Optional.of("conflict-s"),
                Optional.empty()));

        assertThat(bulk.count(FilterFields.NONE.read(), Act.REPLAY))
                .isEqualTo(
                        new BulkOperations.Count(3, Map.of(ErrorCode.COMMAND_FAILED, 2L, ErrorCode.TIMED_OUT, 1L), 1));
        assertThat(bulk.count(FilterFields.NONE.read(), Act.DISCARD).count()).isEqualTo(4);
    }

    @Test
    void an_order_with_another_count_is_not_taken() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);

        assertThat(why(bulk.order(FilterFields.NONE.read(), Act.DISCARD, 2, "anna")))
                .isEqualTo(ErrorCode.COUNT_CHANGED);
        assertThat(queue.steps).isEmpty();
    }

    @Test
    void an_order_is_in_the_log_before_anything_is_done() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);

        assertThat(bulk.order(FilterFields.NONE.read(), Act.DISCARD, 1, "anna"))
                .isInstanceOf(BulkOperations.Answer.Ordered.class);

        assertThat(queue.steps).containsExactly("message patchline.dead-letters.job");
        assertThat(queue.inQueue()).containsExactly("p#2");
    }

    @Test
    void an_order_that_the_broker_does_not_confirm_is_not_taken() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.lanesAnswer(new Confirmation.Unavailable("away"));

        assertThat(why(bulk.order(FilterFields.NONE.read(), Act.DISCARD, 1, "anna")))
                .isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
    }

    @Test
    void while_somebody_else_has_the_lock_no_order_is_taken() {
        queue.lockIsTaken();
        assertThat(why(bulk.order(FilterFields.NONE.read(), Act.DISCARD, 0, "anna")))
                .isEqualTo(ErrorCode.DESK_TAKEN);
    }

    @Test
    void a_replay_of_many_sends_the_oldest_first_and_ends_with_a_word_in_the_log() throws Exception {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.dead("q", 1, ErrorCode.COMMAND_FAILED);
        JobOrder order = order(Act.REPLAY, 2);

        assertThat(work(order)).isEqualTo(JobStep.Result.MORE);
        assertThat(work(order)).isEqualTo(JobStep.Result.OVER);

        assertThat(queue.steps)
                .containsExactly(
                        "lane p#2",
                        "event replayed p",
                        "remove p",
                        "lane q#2",
                        "event replayed q",
                        "remove q",
                        "message patchline.dead-letters.job-end");
    }

    @Test
    void a_full_lane_stops_the_piece_so_that_nobody_is_overtaken() throws Exception {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.dead("q", 1, ErrorCode.COMMAND_FAILED);
        queue.lanesAnswer(new Confirmation.Nacked());

        assertThat(work(order(Act.REPLAY, 2))).isEqualTo(JobStep.Result.LATER);

        assertThat(queue.steps).containsExactly("lane p#2", "event declined p");
        assertThat(queue.inQueue()).containsExactly("p#2", "q#2");
    }

    @Test
    void a_letter_that_comes_after_the_order_is_not_taken() throws Exception {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        JobOrder order = order(Act.DISCARD, 1);
        queue.dead("q", 1, ErrorCode.COMMAND_FAILED);

        work(order);

        assertThat(queue.inQueue()).containsExactly("q#2");
    }

    @Test
    void one_that_was_set_aside_keeps_its_part_in_the_hold() throws Exception {
        queue.dead("p", 1, ErrorCode.LANE_HELD, Optional.of(new LaneHold(new PatchId("h"), 3)));

        work(order(Act.REPLAY, 1));

        assertThat(queue.published.getFirst().properties().getHeaders())
                .containsEntry("patchline-held-by", "h")
                .containsEntry("patchline-held-order", 3L);
    }

    private JobOrder order(Act act, int count) {
        DeadLetterFilter now = FilterFields.NONE.read().upTo(queue.index.lastOffset());
        return new JobOrder("job", act, now, count, "anna", FakeDeadLetterQueue.NOW);
    }

    private JobStep.Result work(JobOrder order) throws Exception {
        try (DeadLetterLock lock = queue.take(Duration.ofSeconds(1))) {
            return step.work(order, lock);
        }
    }

    private static ErrorCode why(BulkOperations.Answer answer) {
        assertThat(answer).isInstanceOf(BulkOperations.Answer.NotOrdered.class);
        return ((BulkOperations.Answer.NotOrdered) answer).why().code();
    }
}

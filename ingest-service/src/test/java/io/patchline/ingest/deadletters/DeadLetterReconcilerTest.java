package io.patchline.ingest.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.PatchEvent;
import io.patchline.message.DeadLetterId;
import io.patchline.outcome.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetterReconcilerTest {
    private final FakeDeadLetterQueue queue = new FakeDeadLetterQueue();
    private final DeadLetterReconciler reconciler =
            new DeadLetterReconciler(queue.index, queue.replayer(), FakeDeadLetterQueue.CLOCK);

    @Test
    void a_letter_that_nobody_told_of_is_told() throws Exception {
        queue.queued("p", 1, ErrorCode.COMMAND_FAILED, Optional.empty());

        assertThat(scan()).isEqualTo(new DeadLetterReconciler.Found(1, 1, 0, 0));

        assertThat(queue.steps).containsExactly("event dead_lettered p");
        assertThat(queue.index.find(new DeadLetterId("p")).orElseThrow().reason())
                .isEqualTo(ErrorCode.COMMAND_FAILED);
    }

    @Test
    void what_is_told_and_there_is_left_alone() throws Exception {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);

        assertThat(scan()).isEqualTo(new DeadLetterReconciler.Found(1, 0, 0, 0));
        assertThat(queue.steps).isEmpty();
    }

    @Test
    void a_letter_that_is_gone_is_told_only_if_everything_was_seen() throws Exception {
        queue.told("p", 1, ErrorCode.COMMAND_FAILED, Optional.empty());
        queue.isSeenInPart();
        assertThat(scan()).isEqualTo(new DeadLetterReconciler.Found(0, 0, 0, 0));
        assertThat(queue.steps).isEmpty();
    }

    @Test
    void a_letter_that_is_gone_is_told_as_vanished() throws Exception {
        queue.told("p", 1, ErrorCode.COMMAND_FAILED, Optional.empty());

        assertThat(scan().vanished()).isEqualTo(1);
        assertThat(queue.steps).containsExactly("event vanished p");
    }

    @Test
    void copies_are_taken_away_and_nothing_is_told_of_them() throws Exception {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.happened(new PatchEvent.Discarded(FakeDeadLetterQueue.ref("p", 1), 2, "anna", Optional.empty()));

        assertThat(scan()).isEqualTo(new DeadLetterReconciler.Found(1, 0, 0, 1));

        assertThat(queue.steps).containsExactly("remove p");
    }

    private DeadLetterReconciler.Found scan() throws Exception {
        try (DeadLetterLock lock = queue.take(Duration.ofSeconds(1))) {
            return reconciler.scan(lock);
        }
    }
}

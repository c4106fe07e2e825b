package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptReviewsTest {
    private static final int KEEP = 50;
    private static final int MOST_REVIEWS = KEEP / 5;

    private final StatusIndex index = new StatusIndex(KEEP, 1 << 30);
    private long offset;
    private int others;

    @Test
    void what_awaits_a_review_stays_whatever_comes_after_it() {
        awaits("reviewed");
        othersEnd(10 * KEEP);

        assertThat(index.known("reviewed").state()).isEqualTo(PatchState.AWAITING_REVIEW);
        assertThat(waiting(index)).containsExactly("reviewed");
        assertThat(index.size()).isEqualTo(KEEP);
        assertThat(index.evictedReviews()).isZero();
    }

    @Test
    void what_awaits_a_review_stays_where_memory_is_what_is_short() {
        StatusIndex small = new StatusIndex(100_000, 100_000);
        small.accepted(Stories.message("reviewed"), 1);
        small.happened(Stories.awaiting("reviewed"), 2);
        for (int i = 0; i < 500; i++) {
            small.accepted(Stories.message("other" + i), 2L * i + 3);
            small.happened(Stories.failed("other" + i, "x".repeat(200)), 2L * i + 4);
        }
        assertThat(waiting(small)).containsExactly("reviewed");
        assertThat(small.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(small.evicted()).isPositive();
    }

    @Test
    void a_decision_is_found_while_it_is_carried_out_and_when_it_is_over() {
        awaits("reviewed");
        othersEnd(2 * KEEP);
        index.accepted(approval("reviewed"));
        othersEnd(2 * KEEP);

        index.requested(
                index.known("reviewed"),
                Stories.event(new PatchEvent.ApproveRequested(Stories.ref("reviewed", 1), 2, "anna", Stories.COMMIT)));
        assertThat(index.known("reviewed").state().isOver()).isFalse();
        assertThat(index.unfinished()).hasSize(1);
        assertThat(waiting(index)).isEmpty();

        index.happened(end("reviewed", 2, new Outcome.Succeeded(RunReport.NOTHING)), offset++);
        othersEnd(KEEP - 2);
        assertThat(index.known("reviewed").state()).isEqualTo(PatchState.SUCCEEDED);
        othersEnd(2);
        assertThat(index.story(new PatchId("reviewed"))).isEmpty();
    }

    @Test
    void what_waits_in_its_lane_for_longer_than_others_are_kept_can_be_reviewed_then() {
        index.accepted(Stories.message("late"), offset++);
        othersEnd(10 * KEEP);
        index.happened(Stories.awaiting("late"), offset++);

        assertThat(waiting(index)).containsExactly("late");
        assertThat(index.evictedReviews()).isZero();
    }

    @Test
    void patches_that_wait_leave_half_of_the_room_to_those_that_are_over() {
        othersEnd(KEEP);
        for (int i = 0; i < 10 * KEEP; i++) {
            index.accepted(Stories.message("queued" + i), offset++);
        }
        assertThat(index.size()).isEqualTo(KEEP);
        assertThat(index.unfinished()).hasSize(KEEP / 2);
        assertThat(index.known("other" + (KEEP - 1)).state()).isEqualTo(PatchState.FAILED);
    }

    @Test
    void beyond_their_bound_the_oldest_review_is_forgotten_and_counted() {
        for (int i = 0; i < MOST_REVIEWS + 3; i++) {
            awaits("r" + i);
        }
        assertThat(waiting(index)).hasSize(MOST_REVIEWS).startsWith("r3").endsWith("r" + (MOST_REVIEWS + 2));
        assertThat(index.reviews()).isEqualTo(MOST_REVIEWS);
        assertThat(index.evictedReviews()).isEqualTo(3);
        assertThat(index.evicted()).isEqualTo(3);
        assertThat(index.story(new PatchId("r0"))).isEmpty();
    }

    @Test
    void reviews_take_a_quarter_of_the_memory_at_most() {
        StatusIndex small = new StatusIndex(100_000, 400_000);
        for (int i = 0; i < 1000; i++) {
            small.accepted(Stories.message("r" + i), 2L * i);
            small.happened(Stories.awaiting("r" + i), 2L * i + 1);
        }
        assertThat(small.bytes()).isBetween(90_000L, 100_000L);
        assertThat(small.evictedReviews()).isEqualTo(1000 - small.size());
        assertThat(waiting(small)).endsWith("r999");
    }

    @Test
    void a_review_of_which_the_patch_itself_is_not_known_is_counted_once() {
        index.happened(Stories.awaiting("unheard-of"), offset++);
        index.happened(Stories.awaiting("unheard-of"), offset++);

        assertThat(index.evictedReviews()).isEqualTo(1);
        assertThat(waiting(index)).isEmpty();

        index.accepted(Stories.message("unheard-of"), offset++);
        assertThat(waiting(index)).containsExactly("unheard-of");
    }

    private void awaits(String id) {
        index.accepted(Stories.message(id), offset++);
        index.happened(Stories.awaiting(id), offset++);
    }

    private void othersEnd(int number) {
        for (int i = 0; i < number; i++) {
            String id = "other" + others++;
            index.accepted(Stories.message(id), offset++);
            index.happened(Stories.failed(id, "s"), offset++);
        }
    }

    static List<String> waiting(StatusIndex index) {
        return index.awaitingReview().stream().map(story -> story.id().value()).toList();
    }

    static PatchMessage approval(String id) {
        return Stories.message(id).decided(2, new ReviewDecision.Approve(Stories.COMMIT, "anna"));
    }

    static EventEnvelope end(String id, int run, Outcome outcome) {
        return Stories.event(new PatchEvent.Finished(run(id, run), outcome, Optional.empty()));
    }

    private static RunRef run(String id, int run) {
        return new RunRef(new PatchId(id), run, 1, new Lane("lane"), "builder");
    }
}

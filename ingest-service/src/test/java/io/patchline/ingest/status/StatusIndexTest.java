package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.PatchEvent;
import io.patchline.message.ReviewDecision;
import io.patchline.patch.PatchId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StatusIndexTest {
    @Test
    void the_oldest_are_forgotten_when_there_are_more_than_are_kept() {
        StatusIndex index = new StatusIndex(2, 1 << 30);
        for (int i = 0; i < 5; i++) {
            index.accepted(Stories.message("p" + i), i);
        }
        assertThat(index.size()).isEqualTo(2);
        assertThat(index.evicted()).isEqualTo(3);
        assertThat(index.story(new PatchId("p2"))).isEmpty();
        assertThat(index.story(new PatchId("p3"))).isPresent();
    }

    @Test
    void a_confirmed_request_is_shown_in_the_story_also_where_that_was_forgotten_meanwhile() {
        StatusIndex index = new StatusIndex(2, 1 << 30);
        index.accepted(Stories.message("oldest"), 1);
        PatchStory asked = index.known("oldest");
        index.accepted(Stories.message("b"), 2);
        index.accepted(Stories.message("c"), 3);
        assertThat(index.story(asked.id())).isEmpty();

        PatchStory shown =
                index.requested(asked, Stories.event(new PatchEvent.CancelRequested(Stories.ref("oldest", 1), "anna")));

        assertThat(shown.isCancelRequested()).isTrue();
        assertThat(shown.origin()).isPresent();
        assertThat(index.story(asked.id())).isEmpty();
        assertThat(index.size()).isEqualTo(2);
    }

    @Test
    void large_texts_make_fewer_fit_and_do_not_take_more_memory() {
        StatusIndex index = new StatusIndex(100_000, 100_000);
        for (int i = 0; i < 1000; i++) {
            index.accepted(
                    Stories.message("p" + i, "é€".repeat(2000) + i, "x".repeat(100_000), "y".repeat(100_000)), i);
        }
        assertThat(index.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(index.size()).isBetween(5, 20);
        assertThat(index.story(new PatchId("p999"))).isPresent();
    }

    @Test
    void what_is_kept_is_counted_as_it_grows_and_as_it_goes() {
        StatusIndex index = new StatusIndex(1, 1 << 30);
        index.accepted(Stories.message("a"), 1);
        long one = index.bytes();
        index.happened(Stories.started("a"), 2);
        index.happened(Stories.failed("a", "s"), 3);
        assertThat(index.bytes()).isGreaterThan(one);

        index.accepted(Stories.message("b"), 4);
        assertThat(index.bytes()).isEqualTo(one);
    }

    @Test
    void a_patch_is_known_from_its_confirm_and_gets_its_place_when_it_is_read() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        index.accepted(Stories.message("a"));
        PatchStory before = index.story(new PatchId("a")).orElseThrow();
        index.accepted(Stories.message("a"), 7);
        PatchStory after = index.story(new PatchId("a")).orElseThrow();

        assertThat(before.origin().orElseThrow().offset()).isEmpty();
        assertThat(after.origin().orElseThrow().offset()).contains(7L);
        assertThat(after.timeline())
                .singleElement()
                .satisfies(moment -> assertThat(moment.event()).contains(7L));
    }

    @Test
    void who_asks_for_a_patchs_place_in_the_log_is_told_when_it_is_read_and_at_once_from_then_on() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        PatchId id = new PatchId("a");
        index.accepted(Stories.message("a"));
        CompletableFuture<PatchStory> early = index.whenInLog(id);
        CompletableFuture<PatchStory> over = index.whenOver(id);
        assertThat(early).isNotDone();

        index.accepted(Stories.message("a"), 7);

        assertThat(early)
                .isCompletedWithValueMatching(
                        story -> story.origin().orElseThrow().offset().equals(Optional.of(7L)));
        assertThat(index.whenInLog(id)).isCompleted();
        assertThat(over).isNotDone();
        index.happened(Stories.failed("a", "s"), 8);
        assertThat(over).isCompleted();
    }

    @Test
    void who_stops_waiting_is_not_told_and_the_others_are() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        PatchId id = new PatchId("a");
        CompletableFuture<PatchStory> gone = index.whenOver(id);
        CompletableFuture<PatchStory> there = index.whenOver(id);

        index.stopWaiting(id, gone);
        index.happened(Stories.failed("a", "s"), 8);

        assertThat(gone).isCancelled();
        assertThat(there).isCompleted();
    }

    @Test
    void a_failed_patch_is_buried_when_its_dead_letter_is_told() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        PatchId id = new PatchId("a");
        index.accepted(Stories.message("a"), 1);
        assertThat(index.whenDeadLettered(id)).as("not over").isDone();

        index.happened(Stories.failed("a", "it broke"), 2);
        CompletableFuture<PatchStory> buried = index.whenDeadLettered(id);
        assertThat(buried).isNotDone();

        index.happened(Stories.deadLettered("a"), 3);
        assertThat(buried).isCompletedWithValueMatching(PatchStory::dead);
        assertThat(index.whenDeadLettered(id)).isDone();
    }

    @Test
    void a_dead_letter_that_was_discarded_is_not_waited_for() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        index.accepted(Stories.message("a"), 1);
        index.happened(Stories.failed("a", "it broke"), 2);
        index.happened(Stories.deadLettered("a"), 3);
        index.happened(Stories.discarded("a"), 4);

        assertThat(index.whenDeadLettered(new PatchId("a"))).isCompletedWithValueMatching(story -> !story.dead());
    }

    @Test
    void a_patch_is_reverted_when_the_one_that_takes_it_back_has_succeeded_and_not_before() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        index.accepted(Stories.message("a"), 1);
        index.accepted(Stories.revert("r", "a"), 2);
        index.happened(Stories.failed("r", "no"), 3);
        assertThat(index.known("r").origin().orElseThrow().reverts()).containsExactly(new PatchId("a"));
        assertThat(index.known("a").revertedBy()).isEmpty();

        index.accepted(Stories.revert("again", "a"), 4);
        index.happened(Stories.committed("again"), 5);
        index.happened(Stories.committed("again"), 5);
        index.happened(Stories.started("a"), 6);

        assertThat(index.known("a").revertedBy()).containsExactly(new PatchId("again"));
        assertThat(index.bytes()).isPositive();
        index.accepted(Stories.revert("of-old", "unheard-of"), 7);
        index.happened(Stories.committed("of-old"), 8);
        assertThat(index.story(new PatchId("unheard-of"))).isEmpty();
    }

    @Test
    void what_awaits_a_review_is_found_until_it_is_judged() {
        StatusIndex index = new StatusIndex(10, 1 << 30);
        index.accepted(Stories.message("a"), 1);
        index.happened(Stories.awaiting("a"), 2);

        PatchStory waiting = index.awaitingReview().getFirst();
        assertThat(waiting.state()).isEqualTo(PatchState.AWAITING_REVIEW);
        GitView shown = GitView.of(waiting);
        assertThat(shown.review().orElseThrow().until()).isEqualTo(Stories.NOON);
        assertThat(shown.review().orElseThrow().branch()).contains("patchline/a");
        assertThat(shown.commit()).isEqualTo(shown.review().orElseThrow().commit());
        assertThat(waiting.ending().orElseThrow().summary()).contains("needs a review");

        index.accepted(Stories.message("a")
                .decided(2, new ReviewDecision.Approve(shown.commit().orElseThrow(), "anna")));
        assertThat(index.awaitingReview()).isEmpty();
        assertThat(index.known("a").state()).isEqualTo(PatchState.QUEUED);
        assertThat(index.known("a").timeline())
                .extracting(TimelineEntry::what)
                .containsExactly("queued", "awaiting_review");
        assertThat(GitView.of(index.known("a")).review()).isEmpty();
    }
}

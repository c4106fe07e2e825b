package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchStoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final PatchId ID = new PatchId("p");
    private static final CommitId COMMIT = new CommitId("3e5b1a4c6a7d8e9f00112233445566778899aabb");

    @Test
    void a_patch_is_queued_then_runs_then_is_over() {
        PatchStory queued = PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L));
        PatchStory running = told(queued, new PatchEvent.Started(ref(1, 1), Optional.empty()));
        PatchStory over = told(running, new PatchEvent.Finished(ref(1, 1), failed(), Optional.empty()));

        assertThat(queued.state()).isEqualTo(PatchState.QUEUED);
        assertThat(running.state()).isEqualTo(PatchState.RUNNING);
        assertThat(over.state()).isEqualTo(PatchState.FAILED);
        assertThat(over.ending().orElseThrow().code()).contains(ErrorCode.COMMAND_FAILED);
        assertThat(over.timeline()).extracting(TimelineEntry::what).containsExactly("queued", "started", "failed");
    }

    @Test
    void the_same_facts_again_change_nothing() {
        PatchStory over = told(
                told(
                        PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                        new PatchEvent.Started(ref(1, 1), Optional.empty())),
                new PatchEvent.Finished(ref(1, 1), failed(), Optional.empty()));

        PatchStory again = told(
                over.accepted(message("echo", 1), Optional.of(3L)),
                new PatchEvent.Started(ref(1, 1), Optional.empty()));

        assertThat(again).isEqualTo(over);
    }

    @Test
    void an_event_that_comes_before_its_patch_is_not_lost() {
        PatchStory early = told(PatchStory.begin(ID), new PatchEvent.Finished(ref(1, 1), failed(), Optional.empty()));

        assertThat(early.accepted(message("echo", 1), Optional.of(3L)).state()).isEqualTo(PatchState.FAILED);
    }

    @Test
    void a_replay_is_a_new_run_and_what_comes_late_of_the_old_one_does_not_change_its_state() {
        PatchStory dead = told(
                told(
                        PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                        new PatchEvent.Finished(ref(1, 1), failed(), Optional.empty())),
                new PatchEvent.DeadLettered(ref(1, 1), ErrorCode.COMMAND_FAILED, "s", 2));
        PatchStory replayed = dead.accepted(message("echo", 2), Optional.of(3L));
        Outcome interrupted = new Outcome.Interrupted("died", RunReport.NOTHING);
        PatchStory late = told(replayed, new PatchEvent.Finished(ref(1, 2), interrupted, Optional.empty()));

        assertThat(dead.dead()).isTrue();
        assertThat(replayed.state()).isEqualTo(PatchState.QUEUED);
        assertThat(replayed.run()).isEqualTo(2);
        assertThat(replayed.dead()).isFalse();
        assertThat(late.state()).isEqualTo(PatchState.QUEUED);
        assertThat(late.timeline()).hasSize(5);
    }

    @Test
    void a_decision_is_pending_until_it_is_carried_out_whatever_is_read_first() {
        PatchMessage approval = message("echo", 1).decided(2, new ReviewDecision.Approve(COMMIT, "bob"));
        PatchStory waits = told(
                PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                new PatchEvent.Finished(
                        ref(1, 1), new Outcome.AwaitingReview("s", NOW, RunReport.NOTHING), Optional.empty()));
        PatchStory approved = waits.accepted(approval, Optional.of(5L));
        PatchStory early =
                told(waits, new PatchEvent.Started(ref(2, 1), Optional.empty())).accepted(approval, Optional.of(5L));
        PatchStory again = told(
                approved,
                new PatchEvent.Finished(
                        ref(2, 1), new Outcome.AwaitingReview("s", NOW, RunReport.NOTHING), Optional.empty()));

        assertThat(waits.pendingDecision()).isEmpty();
        assertThat(approved.pendingDecision()).contains("approve");
        assertThat(approved.accepted(approval, Optional.of(5L))).isEqualTo(approved);
        assertThat(approved.accepted(message("echo", 1), Optional.of(3L)).pendingDecision())
                .contains("approve");
        assertThat(early.pendingDecision()).contains("approve");
        assertThat(again.pendingDecision()).isEmpty();
        assertThat(again.accepted(message("echo", 3), Optional.of(7L)).pendingDecision())
                .as("a replay of the patch itself")
                .isEmpty();
    }

    @Test
    void a_dead_letter_that_was_discarded_is_dead_no_more_and_stays_failed() {
        PatchStory dead = told(
                told(
                        PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                        new PatchEvent.Finished(ref(1, 1), failed(), Optional.empty())),
                new PatchEvent.DeadLettered(ref(1, 1), ErrorCode.COMMAND_FAILED, "s", 2));
        PatchStory discarded = told(dead, new PatchEvent.Discarded(ref(1, 1), 2, "anna", Optional.empty()));

        assertThat(discarded.dead()).isFalse();
        assertThat(discarded.state()).isEqualTo(PatchState.FAILED);
        assertThat(discarded.timeline()).extracting(TimelineEntry::what).endsWith("dead_lettered", "discarded");
    }

    @Test
    void a_patch_that_was_replayed_as_another_one_names_it() {
        PatchStory replayed = told(
                PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                new PatchEvent.Replayed(
                        ref(1, 1), 1, "anna", Optional.of(new PatchId("mended")), false, Optional.empty()));

        assertThat(replayed.timeline().getLast().what()).isEqualTo("replayed");
        assertThat(replayed.timeline().getLast().detail()).contains("as mended");
    }

    @Test
    void a_declined_patch_is_not_queued_and_is_again_when_it_is_accepted_at_last() {
        PatchStory declined = told(
                PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                new PatchEvent.Declined(ref(1, 1), ErrorCode.LANE_FULL));

        assertThat(declined.state()).isEqualTo(PatchState.DECLINED);
        assertThat(declined.isBegun()).isFalse();
        assertThat(declined.accepted(message("echo", 1), Optional.of(3L)).state())
                .isEqualTo(PatchState.QUEUED);
    }

    @Test
    void a_patch_that_was_declined_after_it_had_begun_goes_on() {
        PatchStory running = told(
                PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                new PatchEvent.Started(ref(1, 1), Optional.empty()));

        assertThat(told(running, new PatchEvent.Declined(ref(1, 1), ErrorCode.LANE_FULL))
                        .state())
                .isEqualTo(PatchState.RUNNING);
    }

    @Test
    void another_patch_that_came_in_vain_under_the_same_id_leaves_the_story_as_it_is() {
        PatchStory first = PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L));

        PatchStory after = told(
                first.accepted(message("rm", 1), Optional.of(4L)),
                new PatchEvent.DeadLettered(
                        ref(1, 1),
                        ErrorCode.ID_CONFLICT,
                        "s",
                        2,
                        Optional.empty(),
                        Optional.of("conflict-1"),
                        Optional.empty()));

        assertThat(after.origin()).isEqualTo(first.origin());
        assertThat(after.timeline()).isEqualTo(first.timeline());
        assertThat(after.dead()).isFalse();
    }

    @Test
    void of_two_contents_under_one_id_the_story_is_that_of_the_one_which_an_executor_claimed() {
        PatchEvent started =
                new PatchEvent.Started(ref(1, 1), Optional.of(message("rm", 1).fingerprint()));
        PatchStory queued = PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L));
        PatchStory both = queued.accepted(message("rm", 1), Optional.of(4L));

        PatchStory running = told(both, started);
        PatchStory lateMessage = told(queued, started).accepted(message("rm", 1), Optional.of(4L));

        assertThat(both.origin().orElseThrow().searchable()).endsWith("echo");
        for (PatchStory story : List.of(running, lateMessage)) {
            assertThat(story.origin().orElseThrow().searchable()).endsWith("rm");
            assertThat(story.timeline()).extracting(TimelineEntry::what).containsExactly("queued", "started");
            assertThat(story.timeline().getFirst().event()).contains(4L);
            assertThat(story.accepted(message("echo", 1), Optional.of(3L)).origin())
                    .isEqualTo(story.origin());
        }
    }

    @Test
    void an_end_without_a_beginning_tells_the_content_too_and_the_first_that_tells_it_counts() {
        PatchStory both = PatchStory.begin(ID)
                .accepted(message("echo", 1), Optional.of(3L))
                .accepted(message("rm", 1), Optional.of(4L));
        PatchStory over = told(
                both,
                new PatchEvent.Finished(
                        ref(1, 1), failed(), Optional.of(message("rm", 1).fingerprint())));

        assertThat(over.origin().orElseThrow().searchable()).endsWith("rm");
        assertThat(told(
                                over,
                                new PatchEvent.Started(
                                        ref(1, 1),
                                        Optional.of(message("echo", 1).fingerprint())))
                        .origin())
                .isEqualTo(over.origin());
    }

    @Test
    void no_number_of_contents_under_one_id_makes_a_story_grow_without_bound() {
        PatchStory story = PatchStory.begin(ID);
        for (int i = 0; i < 100; i++) {
            story = story.accepted(message("echo " + i, 1), Optional.of((long) i));
        }
        int bytes = story.heapBytes();

        assertThat(story.origins().others()).hasSize(CompetingPatches.MOST_OTHERS);
        assertThat(story.accepted(message("echo more", 1), Optional.of(100L)).heapBytes())
                .isEqualTo(bytes);
    }

    @Test
    void a_timeline_stays_bounded_and_keeps_its_beginning_and_its_end() {
        PatchStory story = PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L));
        for (int attempt = 1; attempt <= 200; attempt++) {
            story = told(story, new PatchEvent.Started(ref(1, attempt), Optional.empty()));
        }
        assertThat(story.timeline()).hasSize(PatchStory.LONGEST_TIMELINE);
        assertThat(story.timeline().getFirst().what()).isEqualTo("queued");
        assertThat(story.timeline().getLast().attempt()).isEqualTo(200);
    }

    private static PatchStory told(PatchStory story, PatchEvent event) {
        return story.happened(EventEnvelope.of(event, NOW), 7);
    }

    private static RunRef ref(int run, int attempt) {
        return new RunRef(ID, run, attempt, new Lane("l"), "e");
    }

    private static Outcome failed() {
        return new Outcome.Failed(ErrorCode.COMMAND_FAILED, "exit 1", List.of(), RunReport.NOTHING);
    }

    private static PatchMessage message(String script, int run) {
        Patch patch = new Patch(
                ID,
                Optional.empty(),
                Optional.empty(),
                new Lane("l"),
                List.of(new PatchAction.RunCommand(script)),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        PatchMessage accepted = PatchMessage.accepted(patch, NOW, "me");
        return new PatchMessage(
                patch,
                accepted.body(),
                run,
                NOW,
                "me",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }
}

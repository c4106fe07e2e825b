package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.broker.PatchMessage;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
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

    @Test
    void a_patch_is_queued_then_runs_then_is_over() {
        PatchStory queued = PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L));
        PatchStory running = told(queued, new PatchEvent.Started(ref(1, 1)));
        PatchStory over = told(running, new PatchEvent.Finished(ref(1, 1), failed()));

        assertThat(queued.state()).isEqualTo(PatchState.QUEUED);
        assertThat(running.state()).isEqualTo(PatchState.RUNNING);
        assertThat(over.state()).isEqualTo(PatchState.FAILED);
        assertThat(over.ending().orElseThrow().code()).contains(ErrorCode.COMMAND_FAILED);
        assertThat(over.timeline()).extracting(Moment::what).containsExactly("queued", "started", "failed");
    }

    @Test
    void the_same_facts_again_change_nothing() {
        PatchStory over = told(
                told(
                        PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                        new PatchEvent.Started(ref(1, 1))),
                new PatchEvent.Finished(ref(1, 1), failed()));

        PatchStory again = told(over.accepted(message("echo", 1), Optional.of(3L)), new PatchEvent.Started(ref(1, 1)));

        assertThat(again).isEqualTo(over);
    }

    @Test
    void an_event_that_comes_before_its_patch_is_not_lost() {
        PatchStory early = told(PatchStory.begin(ID), new PatchEvent.Finished(ref(1, 1), failed()));

        assertThat(early.accepted(message("echo", 1), Optional.of(3L)).state()).isEqualTo(PatchState.FAILED);
    }

    @Test
    void a_replay_is_a_new_run_and_what_comes_late_of_the_old_one_does_not_change_its_state() {
        PatchStory dead = told(
                told(
                        PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                        new PatchEvent.Finished(ref(1, 1), failed())),
                new PatchEvent.DeadLettered(ref(1, 1), ErrorCode.COMMAND_FAILED, "s", 2));
        PatchStory replayed = dead.accepted(message("echo", 2), Optional.of(3L));
        PatchStory late = told(replayed, new PatchEvent.Finished(ref(1, 2), failed()));

        assertThat(dead.dead()).isTrue();
        assertThat(replayed.state()).isEqualTo(PatchState.QUEUED);
        assertThat(replayed.run()).isEqualTo(2);
        assertThat(replayed.dead()).isFalse();
        assertThat(late.state()).isEqualTo(PatchState.QUEUED);
        assertThat(late.timeline()).hasSize(5);
    }

    @Test
    void a_dead_letter_that_was_discarded_is_dead_no_more_and_stays_failed() {
        PatchStory dead = told(
                told(
                        PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)),
                        new PatchEvent.Finished(ref(1, 1), failed())),
                new PatchEvent.DeadLettered(ref(1, 1), ErrorCode.COMMAND_FAILED, "s", 2));
        PatchStory discarded = told(dead, new PatchEvent.Discarded(ref(1, 1), 2, "anna", Optional.empty()));

        assertThat(discarded.dead()).isFalse();
        assertThat(discarded.state()).isEqualTo(PatchState.FAILED);
        assertThat(discarded.timeline()).extracting(Moment::what).endsWith("dead_lettered", "discarded");
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
                PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L)), new PatchEvent.Started(ref(1, 1)));

        assertThat(told(running, new PatchEvent.Declined(ref(1, 1), ErrorCode.LANE_FULL))
                        .state())
                .isEqualTo(PatchState.RUNNING);
    }

    @Test
    void another_patch_that_came_in_vain_under_the_same_id_leaves_the_story_as_it_is() {
        PatchStory first = PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L));

        assertThat(first.accepted(message("rm", 1), Optional.of(3L))).isEqualTo(first);
        assertThat(told(
                        first,
                        new PatchEvent.DeadLettered(
                                ref(1, 1),
                                ErrorCode.ID_CONFLICT,
                                "s",
                                2,
                                Optional.empty(),
                                Optional.of("conflict-1"),
                                Optional.empty())))
                .isEqualTo(first);
    }

    @Test
    void a_timeline_stays_bounded_and_keeps_its_beginning_and_its_end() {
        PatchStory story = PatchStory.begin(ID).accepted(message("echo", 1), Optional.of(3L));
        for (int attempt = 1; attempt <= 200; attempt++) {
            story = told(story, new PatchEvent.Started(ref(1, attempt)));
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
                patch, accepted.body(), run, NOW, "me", Optional.empty(), Optional.empty(), false, Optional.empty());
    }
}

package io.patchline.ingest.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.broker.Confirmation;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.reading.ValidationRules;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.DeadLetterId;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterOperationsTest {
    private static final DeadLetterId P = new DeadLetterId("p");
    private static final DeadLetterOperations.Wish ANNA = new DeadLetterOperations.Wish("anna", false);
    private static final DeadLetterOperations.Wish WITH_HELD = new DeadLetterOperations.Wish("anna", true);

    private final FakeDeadLetterQueue queue = new FakeDeadLetterQueue();
    private boolean holdsItsLane = true;
    private final DeadLetterOperations operations = new DeadLetterOperations(
            queue.index,
            entry -> holdsItsLane,
            queue,
            queue.replayer(),
            new MendedPatches(ValidationRules.DEFAULTS, new StatusIndex(10, 1 << 20)),
            FakeDeadLetterQueue.CLOCK);

    @Test
    void a_replay_is_published_then_told_then_removed() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);

        assertThat(operations.replay(P, ANNA))
                .isEqualTo(new OperationResult.Sent(
                        new PatchId("p"), 2, FakeDeadLetterQueue.ref("p", 1).lane()));

        assertThat(queue.steps).containsExactly("lane p#2", "event replayed p", "remove p");
        assertThat(queue.published.getFirst().properties().getHeaders())
                .containsEntry(DeadLetterReplayer.REPLAYED_BY, "anna");
        assertThat(queue.inQueue()).isEmpty();
    }

    @Test
    void what_the_lane_has_no_room_for_stays_in_its_queue_and_nothing_is_told_of_a_replay() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.lanesAnswer(new Confirmation.Nacked());

        assertThat(code(operations.replay(P, ANNA))).isEqualTo(ErrorCode.LANE_FULL);

        assertThat(queue.steps).containsExactly("lane p#2", "event declined p");
        assertThat(queue.inQueue()).containsExactly("p#2");
    }

    @Test
    void an_answer_that_is_missing_leaves_the_letter_and_says_that_it_cannot_run_twice() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.lanesAnswer(new Confirmation.Unavailable("no confirm in time"));

        OperationResult.NotDone notDone = notDone(operations.replay(P, ANNA));

        assertThat(notDone.code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
        assertThat(notDone.detail()).contains("no confirm in time", "cannot run twice");
        assertThat(queue.inQueue()).containsExactly("p#2");
    }

    @Test
    void a_replay_that_could_not_be_told_is_not_removed() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.eventsAnswer(new Confirmation.Unavailable("away"));

        assertThat(code(operations.replay(P, ANNA))).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);

        assertThat(queue.steps).containsExactly("lane p#2", "event replayed p");
        assertThat(queue.inQueue()).containsExactly("p#2");
    }

    @Test
    void a_connection_that_breaks_at_the_removal_is_told_and_the_letter_is_there_again() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.losesItsConnection();

        assertThat(code(operations.discard(P, "anna"))).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);

        assertThat(queue.inQueue()).containsExactly("p#2");
    }

    @Test
    void a_discard_is_told_before_it_is_done() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);

        assertThat(operations.discard(P, "anna")).isEqualTo(new OperationResult.Removed());

        assertThat(queue.steps).containsExactly("event discarded p", "remove p");
    }

    @Test
    void the_second_of_two_is_told_who_was_first() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        operations.discard(P, "anna");

        OperationResult.NotDone second = notDone(operations.replay(P, new DeadLetterOperations.Wish("ben", false)));

        assertThat(second.code()).isEqualTo(ErrorCode.NOT_DEAD);
        assertThat(second.detail()).contains("discarded by anna", "Nothing was done now");
        assertThat(queue.steps).containsExactly("event discarded p", "remove p");
    }

    @Test
    void one_that_was_never_there_is_not_found() {
        assertThat(code(operations.replay(P, ANNA))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(queue.steps).isEmpty();
    }

    @Test
    void one_that_somebody_moved_in_the_console_is_told_as_vanished() {
        queue.told("p", 1, ErrorCode.COMMAND_FAILED, Optional.empty());

        assertThat(code(operations.discard(P, "anna"))).isEqualTo(ErrorCode.NOT_DEAD);

        assertThat(queue.steps).containsExactly("event vanished p");
        assertThat(queue.index.find(P)).isEmpty();
    }

    @Test
    void an_older_copy_of_the_letter_is_not_taken_for_it() {
        queue.queued("p", 1, ErrorCode.COMMAND_FAILED, Optional.empty());
        queue.dead("p", 2, ErrorCode.COMMAND_FAILED);

        operations.replay(P, ANNA);

        assertThat(queue.steps).contains("lane p#3");
        assertThat(queue.inQueue()).containsExactly("p#2");
    }

    @Test
    void while_somebody_else_has_the_lock_nothing_is_done() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.lockIsTaken();

        assertThat(code(operations.replay(P, ANNA))).isEqualTo(ErrorCode.DESK_TAKEN);
        assertThat(queue.steps).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"ID_CONFLICT", "UNDECODABLE"})
    void what_can_never_run_under_its_id_is_not_replayed(ErrorCode reason) {
        queue.happened(new PatchEvent.DeadLettered(
                FakeDeadLetterQueue.ref("p", 1),
                reason,
                "s",
                2,
                Optional.empty(),
                reason == ErrorCode.ID_CONFLICT
                        ? Optional.of(DeadLetterId.ofConflict(FakeDeadLetterQueue.patch("p"))
                                .value())
                        : Optional.of(DeadLetterId.ofBytes(FakeDeadLetterQueue.patch("p"))
                                .value()),
                Optional.empty()));
        queue.queued("p", 1, reason, Optional.empty());
        DeadLetterId letter =
                queue.index.matching(DeadLetterFilter.ALL).getFirst().id();

        OperationResult.NotDone notDone = notDone(operations.replay(letter, ANNA));

        assertThat(notDone.code()).isEqualTo(ErrorCode.NOT_REPLAYABLE);
        assertThat(notDone.detail()).contains("/mend");
        assertThat(queue.steps).isEmpty();
        assertThat(operations.discard(letter, "anna")).isEqualTo(new OperationResult.Removed());
    }

    @Test
    void only_who_holds_its_lane_takes_the_held_with_it() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED, Optional.of(LaneHold.holder(new PatchId("p"))));
        holdsItsLane = false;
        assertThat(code(operations.replay(P, WITH_HELD))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(queue.steps).isEmpty();

        holdsItsLane = true;
        operations.replay(P, WITH_HELD);

        assertThat(queue.steps).containsExactly("lane p#2", "event replayed p", "remove p");
        assertThat(queue.published.getFirst().properties().getHeaders()).containsEntry("patchline-with-held", true);
    }

    @Test
    void one_that_was_set_aside_cannot_take_others_with_it() {
        queue.dead("p", 1, ErrorCode.LANE_HELD, Optional.of(new LaneHold(new PatchId("other"), 1)));

        assertThat(code(operations.replay(P, WITH_HELD))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(queue.steps).isEmpty();
    }

    @Test
    void a_mended_patch_takes_the_letters_place_under_an_id_of_its_own() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);

        OperationResult sent = operations.mend(P, mended("q"), ANNA);

        assertThat(sent).isInstanceOfSatisfying(OperationResult.Sent.class, it -> {
            assertThat(it.patch()).isEqualTo(new PatchId("q"));
            assertThat(it.run()).isEqualTo(1);
        });
        assertThat(queue.steps).containsExactly("lane q#1", "event replayed p", "remove p");
        assertThat(new String(queue.published.getFirst().body(), StandardCharsets.UTF_8))
                .contains("\"replayOf\":\"p\"");
    }

    @Test
    void a_mended_patch_under_the_dead_ones_id_is_refused() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);

        assertThat(code(operations.mend(P, mended("p"), ANNA))).isEqualTo(ErrorCode.ID_CONFLICT);
        assertThat(code(operations.mend(P, "{".getBytes(StandardCharsets.UTF_8), ANNA)))
                .isEqualTo(ErrorCode.MALFORMED_JSON);
        assertThat(queue.steps).isEmpty();
    }

    @Test
    void the_same_mended_patch_without_an_id_gets_the_same_one_again() {
        queue.dead("p", 1, ErrorCode.COMMAND_FAILED);
        queue.eventsAnswer(new Confirmation.Unavailable("away"));
        byte[] body = "{\"role\":\"command_patch\",\"patch\":\"true\"}".getBytes(StandardCharsets.UTF_8);
        operations.mend(P, body, ANNA);
        operations.mend(P, body, ANNA);

        assertThat(queue.steps.stream().filter(step -> step.startsWith("lane ")).toList())
                .hasSize(2)
                .satisfies(lanes -> assertThat(lanes.getFirst()).isEqualTo(lanes.getLast()));
    }

    private static byte[] mended(String id) {
        return ("{\"id\":\"" + id + "\",\"role\":\"command_patch\",\"patch\":\"true\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ErrorCode code(OperationResult result) {
        return notDone(result).code();
    }

    private static OperationResult.NotDone notDone(OperationResult result) {
        assertThat(result).isInstanceOf(OperationResult.NotDone.class);
        return (OperationResult.NotDone) result;
    }
}

package io.patchline.ingest.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.http.ProblemException;
import io.patchline.message.DeadLetterId;
import io.patchline.message.PatchMessage;
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

class DeadLetterIndexTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final DeadLetterId P = new DeadLetterId("p");

    private final DeadLetterIndex index = new DeadLetterIndex(3, 1 << 20);
    private long offset;

    @Test
    void what_is_told_to_be_dead_is_listed_with_the_place_of_its_patch() {
        accepted("p", 1);
        died("p", 1);

        DeadLetterEntry entry = index.find(P).orElseThrow();
        assertThat(entry.nextRun()).isEqualTo(2);
        assertThat(entry.patchOffset()).hasValue(1);
        assertThat(entry.offset()).isEqualTo(2);
        assertThat(entry.isReplayable()).isTrue();
    }

    @Test
    void a_letter_whose_next_run_is_in_the_log_is_listed_no_more() {
        died("p", 1);
        accepted("p", 2);

        assertThat(ids()).isEmpty();
    }

    @Test
    void a_replay_that_its_full_lane_declined_leaves_the_letter_where_it_was() {
        died("p", 1);
        died("q", 1);
        accepted("p", 2);
        happened(new PatchEvent.Declined(ref("p", 2), ErrorCode.LANE_FULL));

        assertThat(ids()).containsExactly("q", "p");
    }

    @Test
    void a_letter_that_was_moved_in_the_console_leaves_when_its_next_run_begins() {
        died("p", 1);
        happened(new PatchEvent.Started(ref("p", 1), Optional.empty()));
        assertThat(ids()).containsExactly("p");

        happened(new PatchEvent.Started(ref("p", 2), Optional.empty()));

        assertThat(ids()).isEmpty();
    }

    @Test
    void a_run_that_only_began_may_come_back_but_one_that_is_over_may_not() {
        died("p", 1);
        happened(new PatchEvent.Started(ref("p", 2), Optional.empty()));
        assertThat(index.isSettled(P, 2)).isFalse();

        happened(new PatchEvent.DeadLettered(ref("p", 2), ErrorCode.DELIVERY_LIMIT, "s", 2));
        assertThat(ids()).containsExactly("p");

        happened(new PatchEvent.Finished(ref("p", 2), failed(), Optional.empty()));
        assertThat(index.isSettled(P, 2)).isTrue();
        happened(new PatchEvent.DeadLettered(ref("p", 2), ErrorCode.DELIVERY_LIMIT, "s", 2));
        assertThat(ids()).isEmpty();
    }

    @Test
    void a_patch_that_failed_again_is_dead_again_with_its_next_run() {
        accepted("p", 1);
        died("p", 1);
        happened(new PatchEvent.Started(ref("p", 2), Optional.empty()));
        happened(new PatchEvent.Finished(ref("p", 2), failed(), Optional.empty()));
        died("p", 2);

        assertThat(index.find(P).orElseThrow().nextRun()).isEqualTo(3);
        assertThat(index.find(P).orElseThrow().patchOffset()).hasValue(1);
    }

    @Test
    void the_same_letter_told_twice_keeps_its_place() {
        died("p", 1);
        died("q", 1);
        died("p", 1);

        assertThat(ids()).containsExactly("q", "p");
    }

    @Test
    void acts_are_remembered_and_a_discarded_letter_does_not_come_back() {
        died("p", 1);
        happened(new PatchEvent.Discarded(ref("p", 1), 2, "anna", Optional.empty()));
        died("p", 1);

        assertThat(ids()).isEmpty();
        assertThat(index.isSettled(P, 2)).isTrue();
        assertThat(index.lastAct(P)).get().isInstanceOf(PatchEvent.Discarded.class);
    }

    @Test
    void what_vanished_may_be_found_again() {
        died("p", 1);
        happened(new PatchEvent.Vanished(ref("p", 1), 2, Optional.empty()));
        assertThat(ids()).isEmpty();

        died("p", 1);
        assertThat(ids()).containsExactly("p");
    }

    @Test
    void another_patch_under_the_same_id_is_a_letter_of_its_own() {
        happened(new PatchEvent.DeadLettered(
                ref("p", 1),
                ErrorCode.ID_CONFLICT,
                "s",
                2,
                Optional.empty(),
                Optional.of("conflict-1"),
                Optional.empty()));
        happened(new PatchEvent.Finished(ref("p", 2), failed(), Optional.empty()));

        assertThat(ids()).containsExactly("conflict-1");
        assertThat(index.find(new DeadLetterId("conflict-1")).orElseThrow().isReplayable())
                .isFalse();
    }

    @Test
    void the_oldest_is_forgotten_when_there_is_no_room() {
        List.of("a", "b", "c", "d").forEach(id -> died(id, 1));

        assertThat(ids()).containsExactly("d", "c", "b");
        assertThat(index.evicted()).isEqualTo(1);
    }

    @Test
    void a_filter_takes_what_it_says_and_nothing_else() {
        died("p", 1);
        DeadLetterFilter lane = filter("lane", "l");
        DeadLetterFilter other = filter("lane", "m");
        DeadLetterFilter later = filter("from", "2026-11-21T00:00:01Z");
        DeadLetterFilter before = filter("to", "2026-11-21T00:00:01Z");

        assertThat(index.matching(lane)).hasSize(1);
        assertThat(index.matching(before)).hasSize(1);
        assertThat(index.matching(other)).isEmpty();
        assertThat(index.matching(later)).isEmpty();
        assertThat(index.matching(DeadLetterFilter.ALL.upTo(0))).isEmpty();
        FilterFields wrong = new FilterFields(
                Optional.of("no_such"), Optional.empty(), Optional.empty(), Optional.of("yesterday"), Optional.empty());
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(wrong::read)
                .satisfies(e -> assertThat(e.problem().errors()).hasSize(2));
    }

    private static DeadLetterFilter filter(String field, String value) {
        return new FilterFields(
                        Optional.empty(),
                        Optional.of(value).filter(v -> field.equals("lane")),
                        Optional.empty(),
                        Optional.of(value).filter(v -> field.equals("from")),
                        Optional.of(value).filter(v -> field.equals("to")))
                .read();
    }

    private List<String> ids() {
        return index.matching(DeadLetterFilter.ALL).stream()
                .map(entry -> entry.id().value())
                .toList();
    }

    private void died(String id, int run) {
        happened(new PatchEvent.DeadLettered(ref(id, run), ErrorCode.COMMAND_FAILED, "s", run + 1));
    }

    @Test
    void long_texts_are_bounded_in_bytes_and_the_oldest_letters_go_first() {
        DeadLetterIndex bounded = new DeadLetterIndex(50_000, 4 << 20);
        String emoji = "\ud83d\ude00";
        for (int i = 0; i < 5_000; i++) {
            RunRef ref = new RunRef(
                    new PatchId(i + "-" + emoji.repeat(150)), 1, 1, new Lane(i + "-" + emoji.repeat(4000)), "e");
            PatchEvent letter = new PatchEvent.DeadLettered(
                    ref,
                    ErrorCode.COMMAND_FAILED,
                    emoji.repeat(4000),
                    2,
                    Optional.of(emoji.repeat(4000)),
                    Optional.empty(),
                    Optional.empty());
            bounded.happened(EventEnvelope.of(letter, NOW), i + 1);
            assertThat(bounded.bytes()).isLessThanOrEqualTo(4 << 20);
        }
        assertThat(bounded.size()).isBetween(50, 400);
        assertThat(bounded.evicted()).isEqualTo(5_000 - bounded.size());
        assertThat(bounded.lastOffset()).isEqualTo(5_000);
    }

    @Test
    void what_is_remembered_of_patches_under_way_is_bounded_in_bytes() {
        DeadLetterIndex bounded = new DeadLetterIndex(50_000, 1 << 20);
        for (int i = 0; i < 5_000; i++) {
            RunRef ref = new RunRef(new PatchId(i + "-" + "\ud83d\ude00".repeat(150)), 2, 1, new Lane("l"), "e");
            bounded.happened(
                    EventEnvelope.of(
                            new PatchEvent.Replayed(ref, 2, "anna", Optional.empty(), false, Optional.empty()), NOW),
                    i);
        }
        assertThat(bounded.bytes()).isLessThanOrEqualTo(1 << 20);
    }

    private void happened(PatchEvent event) {
        index.happened(EventEnvelope.of(event, NOW), ++offset);
    }

    private void accepted(String id, int run) {
        Patch patch = new Patch(
                new PatchId(id),
                Optional.empty(),
                Optional.empty(),
                new Lane("l"),
                List.of(new PatchAction.RunCommand("x")),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        PatchMessage message = PatchMessage.accepted(patch, NOW, "me");
        index.accepted(
                new PatchMessage(
                        patch,
                        message.body(),
                        run,
                        NOW,
                        "me",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty()),
                ++offset);
    }

    private static RunRef ref(String id, int run) {
        return new RunRef(new PatchId(id), run, 1, new Lane("l"), "e");
    }

    private static Outcome failed() {
        return new Outcome.Failed(ErrorCode.COMMAND_FAILED, "exit 1", List.of(), RunReport.NOTHING);
    }
}

package io.patchline.ingest.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.LaneRelease;
import io.patchline.message.Topology;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldIndexTest {
    private static final Lane LANE = new Lane("l");
    private static final PatchId P = new PatchId("p");

    private final HoldIndex index = new HoldIndex(1 << 20);
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private long offset;

    @Test
    void a_failed_patch_that_holds_its_lane_and_those_behind_it_are_one_hold() {
        dead("p", 1, 0);
        dead("a", 1, 1);
        dead("b", 1, 2);

        HeldLane held = held();
        assertThat(held.holder()).isEqualTo(P);
        assertThat(held.last()).isEqualTo(2);
        assertThat(held.since()).isEqualTo(Instant.parse("2026-11-21T00:00:01Z"));
        assertThat(held.isReleaseDue()).isFalse();
    }

    @Test
    void it_is_over_when_its_release_is_told_and_an_old_letter_does_not_bring_it_back() {
        dead("p", 1, 0);
        Instant death = now;
        happened(new PatchEvent.LaneReleased(ref("p", 2), new PatchId("other"), Optional.empty()));
        assertThat(index.size()).isEqualTo(1);
        happened(new PatchEvent.LaneReleased(ref("p", 2), P, Optional.empty()));
        assertThat(index.size()).isZero();

        now = death.minusSeconds(1);
        dead("a", 1, 1);

        assertThat(index.size()).isZero();
    }

    @Test
    void a_discarded_holder_makes_a_release_due_until_it_is_ordered() {
        dead("p", 1, 0);
        dead("a", 1, 1);
        happened(new PatchEvent.Discarded(ref("a", 1), 2, "anna", Optional.empty()));
        assertThat(held().isReleaseDue()).isFalse();
        happened(new PatchEvent.Discarded(ref("p", 1), 2, "anna", Optional.empty()));

        assertThat(held().isReleaseDue()).isTrue();
        assertThat(held().discardedBy()).contains("anna");
        ordered(Optional.empty());
        assertThat(held().isReleaseDue()).isFalse();
    }

    @Test
    void those_that_follow_are_released_behind_the_last_and_again_when_more_were_set_aside() {
        dead("p", 1, 0);
        dead("a", 1, 1);
        happened(new PatchEvent.Replayed(ref("p", 1), 2, "anna", Optional.empty(), true, Optional.empty()));
        assertThat(held().isReleaseDue()).isFalse();
        happened(new PatchEvent.LaneClearing(ref("p", 2), P));

        assertThat(held().clearing()).isTrue();
        assertThat(held().followBy()).contains("anna");
        assertThat(held().isReleaseDue()).isTrue();
        ordered(Optional.of(1L));
        assertThat(held().isReleaseDue()).isFalse();
        dead("b", 1, 2);
        assertThat(held().isReleaseDue()).isTrue();
    }

    @Test
    void one_that_follows_and_fails_is_what_the_lane_waits_for_then() {
        dead("p", 1, 0);
        dead("a", 1, 1);
        happened(new PatchEvent.LaneClearing(ref("p", 2), P));

        dead("a", 2, 0);

        assertThat(held().clearing()).isFalse();
        assertThat(held().by()).isEqualTo(P);
        assertThat(held().holder()).isEqualTo(new PatchId("a"));
        assertThat(held().last()).isEqualTo(1);
    }

    @Test
    void holds_are_bounded_in_bytes_and_those_that_were_forgotten_are_counted() {
        HoldIndex bounded = new HoldIndex(1 << 20);
        for (int i = 0; i < 5_000; i++) {
            PatchId by = new PatchId("p" + i);
            RunRef ref = new RunRef(by, 1, 1, new Lane(i + "-" + "\ud83d\ude00".repeat(500)), "e");
            bounded.happened(
                    EventEnvelope.of(
                            new PatchEvent.DeadLettered(
                                    ref,
                                    ErrorCode.COMMAND_FAILED,
                                    "s",
                                    2,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(LaneHold.holder(by))),
                            now.plusSeconds(i)),
                    i + 1);
            assertThat(bounded.bytes()).isLessThanOrEqualTo(1 << 20);
        }
        assertThat(bounded.size()).isBetween(100, 800);
        assertThat(bounded.evicted()).isEqualTo(5_000 - bounded.size());
        assertThat(bounded.all().getLast().by()).isEqualTo(new PatchId("p4999"));
    }

    private HeldLane held() {
        return index.of(LANE).orElseThrow();
    }

    private void dead(String id, int run, long order) {
        happened(new PatchEvent.DeadLettered(
                ref(id, run),
                order == 0 ? ErrorCode.COMMAND_FAILED : ErrorCode.LANE_HELD,
                "s",
                run + 1,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new LaneHold(P, order))));
    }

    private void ordered(Optional<Long> after) {
        LaneRelease order = new LaneRelease(LANE, P, 1, after, "anna");
        index.onMessage(LaneRelease.TYPE, order.toMessage(new Topology(8)).body(), ++offset);
    }

    private void happened(PatchEvent event) {
        now = now.plusSeconds(1);
        index.happened(EventEnvelope.of(event, now), ++offset);
    }

    private static RunRef ref(String id, int run) {
        return new RunRef(new PatchId(id), run, 1, LANE, "e");
    }
}

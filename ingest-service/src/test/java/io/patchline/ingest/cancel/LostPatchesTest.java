package io.patchline.ingest.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.PatchMessage;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostPatchesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PatchId ID = new PatchId("p");
    private static final RunRef REF = new RunRef(ID, 1, 1, new Lane("l"), "e");

    private final StatusIndex index = new StatusIndex(10, 1 << 20);
    private final List<EventEnvelope> told = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private boolean idle = true;
    private final LostPatches lost =
            new LostPatches(index::story, lane -> idle, told::add, Clock.fixed(NOW, ZoneOffset.UTC), later::add);

    @Test
    void a_cancelled_patch_that_is_in_no_queue_and_with_nobody_gets_its_end() {
        cancelled();
        lost.watch(ID);
        for (int look = 1; look < LostPatches.LOOKS; look++) {
            next();
            assertThat(told).isEmpty();
        }
        next();

        assertThat(told).singleElement().satisfies(event -> index.happened(event, 3));
        assertThat(index.story(ID).orElseThrow().state()).isEqualTo(PatchState.CANCELLED);
        assertThat(later).isEmpty();
    }

    @Test
    void one_that_may_still_come_is_left_to_the_executors_and_looked_at_a_bounded_number_of_times() {
        cancelled();
        lost.watch(ID);
        for (int look = 0; look < LostPatches.MOST_LOOKS; look++) {
            idle = look % LostPatches.LOOKS != 0;
            next();
        }
        assertThat(told).isEmpty();
        assertThat(later).isEmpty();
    }

    @Test
    void one_whose_end_an_executor_tells_gets_no_other() {
        cancelled();
        lost.watch(ID);
        lost.watch(ID);
        assertThat(later).hasSize(1);
        next();
        index.happened(EventEnvelope.of(new PatchEvent.Started(REF, Optional.empty()), NOW), 3);
        next();
        next();
        assertThat(told).isEmpty();
        assertThat(later).isEmpty();
    }

    private void next() {
        Optional.ofNullable(later.poll()).ifPresent(Runnable::run);
    }

    private void cancelled() {
        Patch patch = new Patch(
                ID,
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
        index.accepted(PatchMessage.accepted(patch, NOW, "me"), 1);
        index.happened(EventEnvelope.of(new PatchEvent.CancelRequested(REF, "me"), NOW), 2);
    }
}

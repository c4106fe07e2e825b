package io.patchline.ingest.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.Activity;
import io.patchline.message.Presence;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutorViewTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final Activity.Running RUNNING = new Activity.Running(new PatchId("a b"), 1, 3, NOW);

    @Test
    void an_executor_takes_then_drains_then_is_drained_and_keeps_its_number_of_slots() {
        Presence there = new Presence("a", 4);

        assertThat(view(there.on(activity(false, List.of(RUNNING)))).status()).isEqualTo("taking");
        assertThat(view(there.leaving().on(activity(true, List.of(RUNNING)))).status())
                .isEqualTo("draining");
        assertThat(view(there.leaving().on(activity(true, List.of()))).status()).isEqualTo("drained");
        assertThat(view(there.leaving().on(activity(true, List.of()))).slots()).isEqualTo(4);
    }

    @Test
    void one_that_does_not_tell_what_it_is_on_is_never_called_drained() {
        assertThat(view(new Presence("old", 2)).status()).isEqualTo("taking");
        assertThat(view(new Presence("old", 0)).status()).isEqualTo("draining");
    }

    @Test
    void a_run_is_linked_by_its_id_as_one_segment() {
        assertThat(view(new Presence("a", 4).on(activity(false, List.of(RUNNING))))
                        .running()
                        .getFirst()
                        .links()
                        .self())
                .hasToString("/v1/patches/a%20b");
    }

    private static ExecutorView view(Presence presence) {
        return ExecutorView.of(new ExecutorRegistry.Heard(presence, NOW, NOW));
    }

    private static Activity activity(boolean draining, List<Activity.Running> running) {
        return new Activity(
                "1.2.0",
                NOW,
                4,
                draining,
                Set.of(0, 3),
                running.size(),
                running,
                Optional.of("landlock"),
                Optional.of(5L));
    }
}

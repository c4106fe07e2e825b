package io.patchline.ingest.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.Presence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ExecutorRegistryTest {
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private Instant elapsed = now;
    private final ExecutorRegistry executors =
            new ExecutorRegistry(((InstantSource) () -> now).withZone(ZoneOffset.UTC), () -> elapsed);

    @Test
    void nothing_is_complete_before_everybody_can_have_spoken() {
        assertThat(executors.isComplete()).isFalse();
        executors.listen();
        elapsed = elapsed.plus(ExecutorRegistry.ALL_HAVE_SPOKEN);
        assertThat(executors.isComplete()).isFalse();
        elapsed = elapsed.plusNanos(1);
        assertThat(executors.isComplete()).isTrue();
    }

    @Test
    void who_has_not_spoken_for_its_lifetime_is_gone() {
        executors.heard(new Presence("b", 1));
        elapsed = elapsed.plus(ExecutorRegistry.LIFETIME);
        executors.heard(new Presence("a", 1));
        assertThat(executors.alive())
                .extracting(heard -> heard.presence().executor())
                .containsExactly("a", "b");

        elapsed = elapsed.plusNanos(1);

        assertThat(executors.alive())
                .extracting(heard -> heard.presence().executor())
                .containsExactly("a");
    }

    @Test
    void a_clock_that_is_set_back_keeps_nobody_alive() {
        executors.heard(new Presence("a", 1));
        now = now.minus(Duration.ofHours(1));
        elapsed = elapsed.plus(ExecutorRegistry.LIFETIME).plusNanos(1);

        assertThat(executors.alive()).isEmpty();
    }

    @Test
    void what_was_heard_in_an_earlier_session_does_not_count() {
        executors.heard(new Presence("a", 1));
        executors.listen();

        assertThat(executors.alive()).isEmpty();
        assertThat(executors.isComplete()).isFalse();
    }

    @Test
    void no_more_than_a_bounded_number_is_kept_and_those_who_are_known_are_still_heard() {
        for (int i = 0; i < ExecutorRegistry.MOST + 50; i++) {
            executors.heard(new Presence("e" + i, 1));
        }
        elapsed = elapsed.plus(Duration.ofSeconds(1));
        executors.heard(new Presence("e0", 7));

        assertThat(executors.alive()).hasSize(ExecutorRegistry.MOST);
        assertThat(executors.alive())
                .filteredOn(heard -> heard.presence().executor().equals("e0"))
                .extracting(heard -> heard.presence().slots())
                .containsExactly(7);
    }
}

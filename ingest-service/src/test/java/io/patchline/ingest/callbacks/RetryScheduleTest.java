package io.patchline.ingest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final RetrySchedule schedule =
            new RetrySchedule(Duration.ofSeconds(5), Duration.ofHours(24), new SplittableRandom(20261121));

    @Test
    void the_pauses_grow_from_seconds_to_hours_and_end_within_a_day() {
        List<RetrySchedule.Wait> waits = new ArrayList<>();
        Instant now = START;
        Optional<RetrySchedule.Wait> next = schedule.after(1, START, now, Optional.empty());
        while (next.isPresent()) {
            waits.add(next.get());
            now = now.plus(next.get().pause());
            next = schedule.after(waits.size() + 1, START, now, Optional.empty());
        }

        assertThat(waits).hasSizeBetween(8, 14);
        assertThat(waits.stream().map(RetrySchedule.Wait::queue).limit(7)).containsExactly(0, 1, 2, 3, 4, 5, 5);
        assertThat(waits.getFirst().pause()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(waits.get(5).pause()).isBetween(Duration.ofHours(3), Duration.ofHours(6));
        assertThat(Duration.between(START, now)).isBetween(Duration.ofHours(18), Duration.ofHours(24));
    }

    @Test
    void pauses_of_the_same_measure_differ() {
        long different = schedule.forRoom().pause().toMillis();

        assertThat(schedule.forRoom().pause().toMillis()).isNotEqualTo(different);
    }

    @Test
    void a_receiver_that_asks_for_a_pause_gets_it() {
        RetrySchedule.Wait wait = schedule.after(1, START, START, Optional.of(Duration.ofMinutes(9)))
                .orElseThrow();

        assertThat(wait.pause()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(13));
        assertThat(wait.queue()).isEqualTo(3);
    }

    @Test
    void a_receiver_that_asks_for_a_year_does_not_get_it() {
        RetrySchedule.Wait wait = schedule.after(1, START, START, Optional.of(Duration.ofDays(365)))
                .orElseThrow();

        assertThat(wait.pause()).isLessThan(Duration.ofHours(9));
        assertThat(wait.queue()).isEqualTo(5);
    }

    @Test
    void nothing_is_begun_after_the_end() {
        assertThat(schedule.after(9, START, START.plus(Duration.ofHours(23)), Optional.empty()))
                .isEmpty();
    }
}

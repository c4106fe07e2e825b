package io.patchline.ingest.counts;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.status.Stories;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountIndexTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final CountIndex index = new CountIndex();

    @Test
    void what_was_accepted_and_how_it_ended_is_counted_by_its_own_time() {
        index.accepted(Stories.message("a"), 1);
        index.accepted(Stories.message("b"), 2);
        index.happened(succeeded("a", NOON.plusSeconds(61)), 3);
        index.happened(Stories.failed("b", "it broke"), 4);

        List<Count> minutes = index.counts(Period.MINUTE, NOON, 2);
        assertThat(minutes)
                .containsExactly(
                        new Count(NOON, 2, 0, 0, 1, 0, 0, 0, 0, 0),
                        new Count(NOON.plusSeconds(60), 0, 0, 1, 0, 0, 0, 0, 0, 0));
        assertThat(index.counts(Period.HOUR, NOON, 1)).containsExactly(new Count(NOON, 2, 0, 1, 1, 0, 0, 0, 0, 0));
        assertThat(index.since()).contains(NOON);
    }

    @Test
    void a_fact_that_is_published_again_is_counted_once() {
        index.happened(succeeded("a", NOON), 1);
        index.happened(succeeded("a", NOON), 2);

        assertThat(index.counts(Period.MINUTE, NOON, 1).getFirst().succeeded()).isEqualTo(1);
    }

    @Test
    void another_log_is_counted_from_its_beginning() {
        index.accepted(Stories.message("a"), 5);
        index.accepted(Stories.message("b"), 0);

        assertThat(index.counts(Period.MINUTE, NOON, 1).getFirst().accepted()).isEqualTo(1);
    }

    @Test
    void no_more_minutes_are_kept_than_a_day_has() {
        for (int minute = 0; minute < 2000; minute++) {
            index.happened(succeeded("p" + minute, NOON.plusSeconds(60L * minute)), minute);
        }

        long kept = index.counts(Period.MINUTE, NOON, 2000).stream()
                .mapToLong(Count::succeeded)
                .sum();
        assertThat(kept).isEqualTo(Period.MINUTE.kept());
        assertThat(index.counts(Period.MINUTE, NOON, 1).getFirst().succeeded()).isZero();
    }

    private static EventEnvelope succeeded(String id, Instant time) {
        RunRef ref = new RunRef(new PatchId(id), 1, 1, new Lane("lane"), "executor-1");
        return EventEnvelope.of(
                new PatchEvent.Finished(ref, new Outcome.Succeeded(RunReport.NOTHING), Optional.empty()), time);
    }
}

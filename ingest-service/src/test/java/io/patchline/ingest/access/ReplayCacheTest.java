package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayCacheTest {
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final ReplayCache seen = new ReplayCache(1_000, () -> now);

    @Test
    void an_attempt_is_taken_once_for_as_long_as_it_may_be_good() {
        assertThat(take("ci msg_1 100")).isEqualTo(ReplayCache.Claim.TAKEN);
        assertThat(take("ci msg_1 100")).isEqualTo(ReplayCache.Claim.REPLAYED);
        assertThat(take("ci msg_1 105")).isEqualTo(ReplayCache.Claim.TAKEN);
        assertThat(take("other msg_1 100")).isEqualTo(ReplayCache.Claim.TAKEN);
        now = now.plus(GOOD_FOR).minusSeconds(1);
        assertThat(take("ci msg_1 100")).isEqualTo(ReplayCache.Claim.REPLAYED);
    }

    @Test
    void one_of_which_nothing_came_may_come_again() {
        take("ci msg_1 100");
        seen.giveBack("ci msg_1 100");
        assertThat(take("ci msg_1 100")).isEqualTo(ReplayCache.Claim.TAKEN);
    }

    @Test
    void it_holds_a_bounded_number_and_fails_closed_until_some_are_too_old() {
        for (int message = 0; message < 1_000; message++) {
            take("ci " + message);
        }
        assertThat(take("ci one more")).isEqualTo(ReplayCache.Claim.FULL);
        assertThat(take("ci 7")).isEqualTo(ReplayCache.Claim.REPLAYED);
        now = now.plus(GOOD_FOR);
        assertThat(take("ci one more")).isEqualTo(ReplayCache.Claim.TAKEN);
        assertThat(seen.size()).isEqualTo(1);
    }

    private ReplayCache.Claim take(String attempt) {
        return seen.take(attempt, GOOD_FOR);
    }
}

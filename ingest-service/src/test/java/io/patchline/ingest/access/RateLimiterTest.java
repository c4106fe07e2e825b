package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patchline.ingest.config.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
    private final Ticks time = new Ticks();
    private final RateLimiter buckets = new RateLimiter(3, time);

    @Test
    void as_many_as_the_rate_says_are_allowed_at_once_and_then_one_after_each_share_of_the_period() {
        Rate rate = Rate.of("3/m");
        assertThat(buckets.take("a", rate).left()).isEqualTo(2);
        buckets.take("a", rate);
        assertThat(buckets.take("a", rate).allowed()).isTrue();

        RateLimiter.Allowance refused = buckets.take("a", rate);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfterSeconds()).isEqualTo(20);

        time.pass(Duration.ofSeconds(19));
        assertThat(buckets.take("a", rate).retryAfterSeconds()).isEqualTo(1);
        time.pass(Duration.ofSeconds(1));
        assertThat(buckets.take("a", rate).allowed()).isTrue();
        assertThat(buckets.take("a", rate).allowed()).isFalse();
    }

    @Test
    void one_key_does_not_use_up_what_another_may() {
        Rate once = Rate.of("1/h");
        assertThat(buckets.take("a", once).allowed()).isTrue();
        assertThat(buckets.take("b", once).allowed()).isTrue();
        assertThat(buckets.take("a", once).allowed()).isFalse();
    }

    @Test
    void the_key_that_was_quiet_for_longest_is_forgotten_and_the_busy_ones_are_not() {
        Rate once = Rate.of("1/h");
        buckets.take("busy", once);
        for (int other = 0; other < 1_000; other++) {
            buckets.take("other-" + other, once);
            assertThat(buckets.take("busy", once).allowed()).isFalse();
        }
        assertThat(buckets.size()).isEqualTo(3);
        assertThat(buckets.take("other-0", once).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/s", "60/m", "1000000/h"})
    void a_rate_is_written_as_it_is_read(String text) {
        assertThat(Rate.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "/m", "0/s", "-1/s", "5/d", "5/ m", "1000001/s", "99999999/s"})
    void what_is_no_rate_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.of(text));
    }
}

package io.patchline.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.log.LogWatchdog.Quiet;
import io.patchline.ingest.log.LogWatchdog.Quiet.Act;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogWatchdogTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Quiet quiet = new Quiet(now);

    @Test
    void until_the_sessions_marker_is_heard_it_is_written_again_and_again() {
        assertThat(after(Duration.ofMillis(500)).look(0, false, false)).isEqualTo(Act.SOUND);
        assertThat(after(Duration.ofMillis(500)).look(7, false, false)).isEqualTo(Act.SOUND);
        assertThat(after(Duration.ofMillis(500)).look(8, true, false)).isEqualTo(Act.LISTEN);
    }

    @Test
    void a_subscription_that_never_hears_anything_is_replaced_and_then_the_session() {
        assertThat(after(Quiet.ANSWER_WITHIN).look(0, false, false)).isEqualTo(Act.SUBSCRIBE);
        assertThat(after(Duration.ofMillis(500)).look(0, false, false)).isEqualTo(Act.SOUND);
        assertThat(after(Quiet.ANSWER_WITHIN).look(0, false, false)).isEqualTo(Act.REPLACE);
    }

    @Test
    void a_subscription_that_hears_again_saves_the_session() {
        assertThat(after(Quiet.ANSWER_WITHIN).look(0, false, false)).isEqualTo(Act.SUBSCRIBE);
        assertThat(after(Duration.ofMillis(500)).look(1, true, true)).isEqualTo(Act.LISTEN);
        assertThat(after(Quiet.WHILE_EXPECTED).look(1, true, true)).isEqualTo(Act.SOUND);
        assertThat(after(Quiet.ANSWER_WITHIN).look(1, true, true)).isEqualTo(Act.SUBSCRIBE);
    }

    @Test
    void a_log_that_speaks_is_listened_to() {
        for (int heard = 1; heard < 100; heard++) {
            assertThat(after(Duration.ofSeconds(4)).look(heard, true, true)).isEqualTo(Act.LISTEN);
        }
    }

    @Test
    void a_quiet_log_is_sounded_once_and_soon_where_something_is_expected() {
        look(1, true, true);

        assertThat(after(Quiet.WHILE_EXPECTED).look(1, true, false)).isEqualTo(Act.LISTEN);
        assertThat(look(1, true, true)).isEqualTo(Act.SOUND);
        assertThat(after(Duration.ofMillis(500)).look(1, true, true)).isEqualTo(Act.LISTEN);
        assertThat(after(Duration.ofMillis(500)).look(2, true, true)).isEqualTo(Act.LISTEN);
        assertThat(after(Quiet.WHILE_IDLE).look(2, true, false)).isEqualTo(Act.SOUND);
    }

    @Test
    void a_log_that_does_not_answer_is_subscribed_to_again() {
        look(1, true, true);
        after(Quiet.WHILE_EXPECTED).look(1, true, true);

        assertThat(after(Quiet.ANSWER_WITHIN.minusMillis(1)).look(1, true, true))
                .isEqualTo(Act.LISTEN);
        assertThat(after(Duration.ofMillis(1)).look(1, true, true)).isEqualTo(Act.SUBSCRIBE);
    }

    @Test
    void a_clock_that_is_set_back_makes_it_wait_anew_and_not_until_the_clock_has_caught_up() {
        look(1, true, true);
        after(Duration.ofHours(-1)).look(1, true, true);

        assertThat(after(Quiet.WHILE_EXPECTED).look(1, true, true)).isEqualTo(Act.SOUND);
        assertThat(after(Quiet.ANSWER_WITHIN).look(1, true, true)).isEqualTo(Act.SUBSCRIBE);
    }

    @Test
    void while_the_past_is_read_nothing_is_missed() {
        for (int i = 0; i < 100; i++) {
            after(Duration.ofSeconds(4));
            assertThat(quiet.next(true, 0, false, true, now)).isEqualTo(Act.LISTEN);
        }
    }

    private LogWatchdogTest after(Duration pause) {
        now = now.plus(pause);
        return this;
    }

    private Act look(long messages, boolean inSession, boolean expected) {
        return quiet.next(false, messages, inSession, expected, now);
    }
}

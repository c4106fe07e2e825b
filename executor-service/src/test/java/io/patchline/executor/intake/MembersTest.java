package io.patchline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.broker.Presence;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MembersTest {
    private final AtomicLong clock = new AtomicLong();
    private final Members members = new Members(clock::get);

    @Test
    void who_was_not_heard_for_its_lifetime_is_gone() {
        members.heard(new Presence("a", 2));
        clock.addAndGet(Members.LIFETIME.toNanos());
        members.heard(new Presence("b", 1));
        assertThat(members.alive()).containsOnlyKeys("a", "b");

        clock.addAndGet(1);

        assertThat(members.alive()).containsOnlyKeys("b");
    }

    @Test
    void who_says_that_it_leaves_is_gone_at_once() {
        members.heard(new Presence("a", 2));
        members.heard(new Presence("a", 0));

        assertThat(members.alive()).isEmpty();
    }

    @Test
    void after_a_time_in_which_nobody_could_be_heard_everybody_may_speak_again() {
        members.heard(new Presence("a", 2));
        clock.addAndGet(Members.LIFETIME.toNanos());
        members.hearingAgain();
        clock.addAndGet(Members.LIFETIME.toNanos());

        assertThat(members.alive()).containsEntry("a", 2);
    }
}

package io.patchline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.Presence;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExecutorMembershipTest {
    private final AtomicLong clock = new AtomicLong();
    private final ExecutorMembership membership = new ExecutorMembership(clock::get);

    @Test
    void who_was_not_heard_for_its_lifetime_is_gone() {
        membership.heard(new Presence("a", 2));
        clock.addAndGet(ExecutorMembership.LIFETIME.toNanos());
        membership.heard(new Presence("b", 1));
        assertThat(membership.alive()).containsOnlyKeys("a", "b");

        clock.addAndGet(1);

        assertThat(membership.alive()).containsOnlyKeys("b");
    }

    @Test
    void who_says_that_it_leaves_is_gone_at_once() {
        membership.heard(new Presence("a", 2));
        membership.heard(new Presence("a", 0));

        assertThat(membership.alive()).isEmpty();
    }

    @Test
    void after_a_time_in_which_nobody_could_be_heard_everybody_may_speak_again() {
        membership.heard(new Presence("a", 2));
        clock.addAndGet(ExecutorMembership.LIFETIME.toNanos());
        membership.hearingAgain();
        clock.addAndGet(ExecutorMembership.LIFETIME.toNanos());

        assertThat(membership.alive()).containsEntry("a", 2);
    }
}

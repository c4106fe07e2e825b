package io.patchline.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadlineTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger endings = new AtomicInteger();

    @Test
    void a_step_may_go_on_until_its_time_is_over() {
        Deadline deadline = Deadline.after(SOON, cancellation);
        assertThatCode(() -> Deadline.after(LONG, cancellation).check()).doesNotThrowAnyException();

        await().until(deadline::isOver);

        assertThatThrownBy(deadline::check)
                .isInstanceOfSatisfying(
                        StepEndedException.class,
                        ended -> assertThat(ended.reason()).isEmpty());
    }

    @Test
    void a_cancellation_ends_it_and_says_why() {
        Deadline deadline = Deadline.after(LONG, cancellation);

        cancellation.request(Cancellation.Reason.SHUTDOWN);

        assertThatThrownBy(deadline::check)
                .isInstanceOfSatisfying(
                        StepEndedException.class,
                        ended -> assertThat(ended.reason()).contains(Cancellation.Reason.SHUTDOWN));
    }

    @Test
    void a_pause_ends_with_its_step() throws Exception {
        Deadline.after(LONG, cancellation).pause(SOON);

        assertThatThrownBy(() -> Deadline.after(SOON, cancellation).pause(LONG)).isInstanceOf(StepEndedException.class);
        Thread canceller = Thread.ofPlatform().start(() -> cancellation.request(Cancellation.Reason.REQUESTED));
        assertThatThrownBy(() -> Deadline.after(LONG, cancellation).pause(LONG)).isInstanceOf(StepEndedException.class);
        canceller.join();
    }

    @Test
    void what_is_to_happen_at_the_end_happens_once_and_not_if_it_is_prevented_before() {
        Deadline deadline = Deadline.after(LONG, cancellation);
        Deadline.Ending prevented = deadline.whenOver(endings::incrementAndGet);
        Deadline.Ending ending = deadline.whenOver(endings::incrementAndGet);
        assertThat(prevented.prevent()).isTrue();

        cancellation.request(Cancellation.Reason.REQUESTED);

        assertThat(endings).hasValue(1);
        assertThat(ending.prevent()).isFalse();
    }

    /** Defect 8: each of the thousands of commands of a run left its buffers of 128 KiB behind, held by what listened for a cancellation. */
    @Test
    void who_does_not_listen_any_more_is_not_kept() throws Exception {
        Cancellation.Listening listening = cancellation.whenRequested(endings::incrementAndGet);
        Deadline.after(LONG, cancellation).pause(SOON);
        assertThat(cancellation.listening()).isEqualTo(1);

        listening.close();
        cancellation.request(Cancellation.Reason.REQUESTED);

        assertThat(cancellation.listening()).isZero();
        assertThat(endings).hasValue(0);
    }

    /** Defect 43: the number of its nanoseconds overflowed, and the patch ended by a defect. */
    @Test
    void a_timeout_of_centuries_is_none() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), cancellation);

        assertThat(deadline.isOver()).isFalse();
        assertThat(Deadline.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isPositive();
        assertThat(Deadline.nanos(Duration.ofSeconds(5))).isEqualTo(5_000_000_000L);
    }
}

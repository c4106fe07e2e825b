package io.patchline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.process.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Cancellation NEVER = new Cancellation();

    private final Slots slots = new Slots(1);
    private final List<String> served = new CopyOnWriteArrayList<>();

    @Test
    void those_who_wait_are_served_in_their_order() throws Exception {
        Slots.Slot taken = slots.take(NEVER).orElseThrow();
        Thread first = waitFor("first", NEVER);
        Thread second = waitFor("second", NEVER);

        taken.close();

        assertThat(first.join(java.time.Duration.ofSeconds(5))).isTrue();
        assertThat(second.join(java.time.Duration.ofSeconds(5))).isTrue();
        assertThat(served).containsExactly("first", "second");
        assertThat(slots.taken()).isZero();
    }

    @Test
    void who_is_cancelled_waits_no_longer_and_takes_nobodys_turn() throws Exception {
        Cancellation cancelled = new Cancellation();
        Slots.Slot taken = slots.take(NEVER).orElseThrow();
        Thread first = waitFor("first", cancelled);
        Thread second = waitFor("second", NEVER);

        cancelled.request(Cancellation.Reason.REQUESTED);
        assertThat(first.join(java.time.Duration.ofSeconds(5))).isTrue();
        assertThat(served).containsExactly("first without");
        taken.close();

        assertThat(second.join(java.time.Duration.ofSeconds(5))).isTrue();
        assertThat(served).containsExactly("first without", "second");
        assertThat(slots.taken()).isZero();
    }

    @Test
    void who_is_cancelled_already_gets_none_though_one_is_free() throws Exception {
        Cancellation cancelled = new Cancellation();
        cancelled.request(Cancellation.Reason.REQUESTED);

        assertThat(slots.take(cancelled)).isEmpty();
        assertThat(slots.taken()).isZero();
    }

    @Test
    void who_is_interrupted_takes_no_slot_along() throws Exception {
        Slots.Slot taken = slots.take(NEVER).orElseThrow();
        Thread first = waitFor("first", NEVER);

        first.interrupt();
        assertThat(first.join(java.time.Duration.ofSeconds(5))).isTrue();
        taken.close();

        assertThat(slots.take(NEVER)).isPresent();
    }

    private Thread waitFor(String name, Cancellation cancellation) {
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                Optional<Slots.Slot> slot = slots.take(cancellation);
                served.add(slot.isPresent() ? name : name + " without");
                slot.ifPresent(Slots.Slot::close);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }
}

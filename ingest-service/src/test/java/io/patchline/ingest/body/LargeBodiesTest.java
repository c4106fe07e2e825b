package io.patchline.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeBodiesTest {
    private static final int BOTH_AND_THOSE_THAT_WAIT = 102;

    private final LargeBodies bodies = new LargeBodies();

    @AfterEach
    void close() {
        bodies.close();
    }

    @Test
    void a_small_body_is_read_where_it_came_and_a_large_one_elsewhere() throws Exception {
        assertThat(threadFor(0)).isEqualTo(Thread.currentThread().getName());
        assertThat(threadFor(LargeBodies.LARGE - 1))
                .isEqualTo(Thread.currentThread().getName());
        assertThat(threadFor(LargeBodies.LARGE)).startsWith("large-body-");
        assertThat(threadFor(1 << 20)).startsWith("large-body-");
        await().until(() -> bodies.computed() == 2);
    }

    @Test
    void two_are_read_a_hundred_wait_and_the_next_is_declined_at_once_in_the_thread_that_asks() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletionStage<Boolean>> read = new ArrayList<>();
        for (int i = 0; i < BOTH_AND_THOSE_THAT_WAIT; i++) {
            read.add(bodies.compute(LargeBodies.LARGE, () -> passes(go)));
        }

        assertThat(bodies.compute(LargeBodies.LARGE, () -> true).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
        assertThat(bodies.compute(1, () -> true).toCompletableFuture()).isCompletedWithValue(true);
        go.countDown();
        for (CompletionStage<Boolean> one : read) {
            assertThat(one.toCompletableFuture().get(20, TimeUnit.SECONDS)).isTrue();
        }
        await().until(() -> bodies.computed() == BOTH_AND_THOSE_THAT_WAIT);
    }

    private static boolean passes(CountDownLatch go) {
        try {
            return go.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private String threadFor(int size) throws Exception {
        return bodies.compute(size, () -> Thread.currentThread().getName())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}

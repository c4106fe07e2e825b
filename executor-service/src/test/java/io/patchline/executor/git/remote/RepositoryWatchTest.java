package io.patchline.executor.git.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.process.Cancellation;
import io.patchline.patch.WorkspaceName;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepositoryWatchTest {
    private final RepositoryWatch watch = new RepositoryWatch(new WorkspaceName("site"));

    @Test
    void a_push_that_was_accepted_while_the_probe_looked_counts_more_than_what_it_saw() {
        watch.looked(Optional.of("refused"), watch.acceptedPushes());
        assertThat(watch.trouble()).contains("refused");
        long before = watch.acceptedPushes();

        watch.pushAccepted();
        assertThat(watch.trouble()).isEmpty();

        watch.looked(Optional.of("refused"), before);
        assertThat(watch.trouble()).isEmpty();
    }

    @Test
    void a_run_that_reaches_the_repository_clears_what_the_probe_could_not_see_and_not_what_it_found()
            throws Exception {
        watch.lookedInVain("away");
        assertThat(watch.trouble()).contains("away");
        String unused = watch.await(new Cancellation(), () -> "there");
        assertThat(watch.trouble()).isEmpty();

        watch.looked(Optional.of("hidden"), watch.acceptedPushes());
        unused = watch.await(new Cancellation(), () -> "there");
        assertThat(watch.trouble()).contains("hidden");
    }

    @Test
    void what_a_run_waits_for_stands_there_as_long_as_it_waits_whatever_the_probe_sees() throws Exception {
        AtomicInteger tries = new AtomicInteger();

        String result = watch.await(new Cancellation(), () -> {
            if (tries.incrementAndGet() == 1) {
                throw new RepositoryAwayException("too large");
            }
            watch.looked(Optional.empty(), watch.acceptedPushes());
            assertThat(watch.trouble()).contains("too large");
            return "there";
        });

        assertThat(result).isEqualTo("there");
        assertThat(watch.trouble()).isEmpty();
    }

    @Test
    void a_doubt_is_for_one_look_and_a_reason_that_came_during_it_for_the_next() throws Exception {
        watch.pushFailed(true);
        assertThat(watch.takeDoubt()).isTrue();
        assertThat(watch.takeDoubt()).isFalse();

        watch.pushFailed(false);
        watch.awaitReasonToLook();
        assertThat(watch.takeDoubt()).isFalse();
    }
}

package io.patchline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.Confirmation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.CapturedOutput;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That an attempt started is published before anything of it happens, and confirmed before anything that came of it is published. */
@Timeout(60)
class StartedTest {
    private static final PatchMessage PATCH = TestRuns.command("p");
    private static final String STARTED = "patch.started";
    private static final String SUCCEEDED = "patch.succeeded";

    private final AtomicInteger ran = new AtomicInteger();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private TestRuns ground;

    @BeforeEach
    void create(@TempDir Path directory) {
        ground = new TestRuns(directory.resolve("state"));
    }

    @Test
    void the_command_does_not_wait_for_its_confirm_and_the_outcome_does() throws Exception {
        CompletableFuture<Confirmation> answer = ground.holdBack(STARTED);
        Thread run = begin(ground.executor(this::succeed));
        await().until(() -> Files.exists(ground.runFile("outcome.json")));
        assertThat(ground.published()).containsExactly(STARTED);

        answer.complete(new Confirmation.Confirmed());

        assertThat(run.join(Duration.ofSeconds(30))).isTrue();
        assertThat(ground.published()).containsExactly(STARTED, SUCCEEDED);
        assertThat(ran).hasValue(1);
    }

    @Test
    void while_the_command_runs_it_is_said_again_when_its_channel_is_lost() throws Exception {
        isSaidAgainWhileTheCommandRuns(new Confirmation.Unavailable("the channel is lost"));
    }

    @Test
    void while_the_command_runs_it_is_said_again_when_the_broker_refuses_it() throws Exception {
        isSaidAgainWhileTheCommandRuns(new Confirmation.Nacked());
    }

    private void isSaidAgainWhileTheCommandRuns(Confirmation refusal) throws Exception {
        CompletableFuture<Confirmation> answer = ground.holdBack(STARTED);
        Thread run = begin(ground.executor(this::succeedLater));
        await().until(() -> ran.get() == 1);

        answer.complete(refusal);

        await().until(() -> ground.published().size() == 2);
        assertThat(ground.published()).containsExactly(STARTED, STARTED);
        goOn.countDown();
        assertThat(run.join(Duration.ofSeconds(30))).isTrue();
        assertThat(ground.published()).containsExactly(STARTED, STARTED, SUCCEEDED);
        assertThat(ran).hasValue(1);
    }

    @Test
    void what_is_lost_when_the_command_has_run_is_said_again_before_the_outcome() throws Exception {
        CompletableFuture<Confirmation> answer = ground.holdBack(STARTED);
        Thread run = begin(ground.executor(this::succeed));
        await().until(() -> Files.exists(ground.runFile("outcome.json")));

        answer.complete(new Confirmation.Unavailable("the channel is lost"));

        assertThat(run.join(Duration.ofSeconds(30))).isTrue();
        assertThat(ground.published()).containsExactly(STARTED, STARTED, SUCCEEDED);
        assertThat(ran).hasValue(1);
    }

    @Test
    void of_an_executor_that_ends_before_the_confirm_the_next_says_both_and_runs_nothing() throws Exception {
        CompletableFuture<Confirmation> answer = ground.holdBack(STARTED);
        Thread run = begin(ground.executor(this::succeed));
        await().until(() -> Files.exists(ground.runFile("outcome.json")));

        run.interrupt();

        assertThat(run.join(Duration.ofSeconds(30))).isTrue();
        answer.complete(new Confirmation.Unavailable("the executor has ended"));
        assertThat(ground.published()).containsExactly(STARTED);
        Runs next = ground.executor(this::succeed);
        next.bringToEnd(PATCH, true);
        next.bringToEnd(PATCH, true);
        assertThat(ground.published()).containsExactly(STARTED, STARTED, SUCCEEDED);
        assertThat(ran).hasValue(1);
    }

    @Test
    void of_a_run_that_was_told_in_full_a_redelivery_says_nothing_again() throws Exception {
        Runs runs = ground.executor(this::succeed);
        runs.bringToEnd(PATCH, false);
        ground.forget();

        ground.executor(this::succeed).bringToEnd(PATCH, true);

        assertThat(ground.published()).isEmpty();
    }

    @Test
    void of_an_outcome_that_was_not_noted_as_told_both_are_said_again() throws Exception {
        ground.executor(this::succeed).bringToEnd(PATCH, false);
        Files.delete(ground.runFile("reported"));
        ground.forget();

        ground.executor(this::succeed).bringToEnd(PATCH, true);

        assertThat(ground.published()).containsExactly(STARTED, SUCCEEDED);
        assertThat(ran).hasValue(1);
    }

    private static Thread begin(Runs runs) {
        return Thread.startVirtualThread(() -> TestRuns.bringToEnd(runs, PATCH));
    }

    private ProcessResult succeed(CommandRequest request) {
        ran.incrementAndGet();
        return new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO);
    }

    private ProcessResult succeedLater(CommandRequest request) {
        ran.incrementAndGet();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new java.io.InterruptedIOException());
        }
        return new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO);
    }
}

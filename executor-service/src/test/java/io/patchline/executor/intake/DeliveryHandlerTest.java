package io.patchline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.broker.Confirmation;
import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.report.Reporter;
import io.patchline.executor.run.Runs;
import io.patchline.executor.run.TestRuns;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.outcome.CapturedOutput;
import io.patchline.transition.TransitionLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No defect strands a message: each delivery is answered. */
class DeliveryHandlerTest {
    private static final PatchMessage PATCH = TestRuns.command("p");

    private final Answers answers = new Answers();
    private Path state;
    private TestRuns ground;

    @BeforeEach
    void create(@TempDir Path directory) {
        state = directory.resolve("state");
        ground = new TestRuns(state);
    }

    @Test
    void a_patch_that_was_carried_out_is_acknowledged() {
        handler(ground.reporter()).handle(delivery(PATCH.body()));

        assertThat(ground.published()).containsExactly("patch.started", "patch.succeeded");
        assertThat(answers.given).containsExactly("acknowledged 7");
    }

    @Test
    void what_is_no_patch_is_put_aside_and_told_of_and_acknowledged() {
        handler(ground.reporter()).handle(delivery(new byte[] {'{'}));

        assertThat(ground.published()).containsExactly("dead", "patch.dead_lettered");
        assertThat(answers.given).containsExactly("acknowledged 7");
    }

    @Test
    void a_patch_that_a_defect_keeps_from_its_end_is_reported_as_failed_and_its_lane_goes_on() throws IOException {
        DeliveryHandler handler = handler(ground.reporter());
        RunKey key = new RunKey(PATCH.patch().id(), 1);
        String hash = key.patch().hash();
        Path run = Files.createDirectories(
                state.resolve("ledger").resolve(hash.substring(0, 2)).resolve(hash + ".run-1"));
        // That this very process holds the lock already is a defect: the claim throws.
        try (FileChannel claim =
                        FileChannel.open(run.resolve("claim"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = claim.lock()) {
            assertThat(held.isValid()).isTrue();
            handler.handle(delivery(PATCH.body()));
        }

        assertThat(ground.published()).containsExactly("patch.failed", "dead", "patch.dead_lettered");
        assertThat(answers.given).containsExactly("acknowledged 7");
    }

    @Test
    void a_patch_whose_executor_lost_its_sandbox_goes_back_to_its_queue_and_is_carried_out_by_the_next() {
        Runs lost = ground.executor(request -> new ProcessResult.SetUpFailed("no bwrap"), () -> false);
        new DeliveryHandler(lost, ground.reporter(), "e", TestRuns.CLOCK).handle(delivery(PATCH.body()));
        assertThat(ground.published()).containsExactly("patch.started", "patch.retrying");
        assertThat(answers.given).containsExactly("given back 7");

        handler(ground.reporter()).handle(delivery(PATCH.body()));

        assertThat(ground.published())
                .containsExactly("patch.started", "patch.retrying", "patch.started", "patch.succeeded");
        assertThat(answers.given).containsExactly("given back 7", "acknowledged 7");
    }

    @Test
    void a_command_that_cannot_be_started_where_others_can_is_a_dead_letter() {
        Runs fine = ground.executor(request -> new ProcessResult.SetUpFailed("its own fault"), () -> true);
        new DeliveryHandler(fine, ground.reporter(), "e", TestRuns.CLOCK).handle(delivery(PATCH.body()));

        assertThat(ground.published()).containsExactly("patch.started", "patch.failed", "dead", "patch.dead_lettered");
        assertThat(answers.given).containsExactly("acknowledged 7");
    }

    @Test
    void a_message_of_which_nothing_can_be_told_goes_back_to_its_queue() {
        Reporter broken = new Reporter(
                message -> {
                    throw new IllegalStateException("a defect");
                },
                new TransitionLog(false),
                TestRuns.CLOCK);

        handler(broken).handle(delivery(new byte[] {'{'}));

        assertThat(answers.given).containsExactly("given back 7");
    }

    /** On a broker whose max_message_size is more than patchline.broker.max-message-size. */
    @Test
    void what_is_no_patch_and_larger_than_may_be_published_is_put_aside_by_the_broker_itself() {
        Reporter small = new Reporter(
                message -> CompletableFuture.completedStage(
                        message.exchange().equals(Topology.DEAD_LETTERS)
                                ? new Confirmation.Unpublishable("it has 20 MB")
                                : new Confirmation.Confirmed()),
                new TransitionLog(false),
                TestRuns.CLOCK);

        handler(small).handle(delivery(new byte[] {'{'}));

        assertThat(answers.given).containsExactly("dead-lettered 7");
    }

    private DeliveryHandler handler(Reporter reporter) {
        Runs runs = ground.executor(request -> new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO));
        return new DeliveryHandler(runs, reporter, "e", TestRuns.CLOCK);
    }

    private Delivery delivery(byte[] body) {
        return new Delivery(answers, 7, false, PATCH.properties(Map.of(PatchMessage.RUN, 1)), body);
    }

    private static final class Answers implements Delivery.Taker {
        private final List<String> given = new ArrayList<>();

        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public void acknowledge(long tag) {
            given.add("acknowledged " + tag);
        }

        @Override
        public void deadLetter(long tag) {
            given.add("dead-lettered " + tag);
        }

        @Override
        public void giveBack(long tag) {
            given.add("given back " + tag);
        }
    }
}

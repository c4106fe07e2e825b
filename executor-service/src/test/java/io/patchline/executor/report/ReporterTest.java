package io.patchline.executor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.broker.Confirmation;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.MessageCodec;
import io.patchline.message.OutgoingMessage;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import io.patchline.transition.TransitionLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Defects 3 and 4: what can never be published was sent for ever, and the lane stood still. */
@Timeout(20)
class ReporterTest {
    private static final int MOST_BYTES = 4096;
    private static final RunRef REF = new RunRef(new PatchId("p"), 1, 1, new Lane("lane"), "executor");

    private final List<OutgoingMessage> published = new ArrayList<>();
    private final Reporter reporter = new Reporter(this::publish, new TransitionLog(false), Clock.systemUTC());

    @Test
    void a_report_that_the_broker_never_takes_is_replaced_by_one_that_says_so() throws Exception {
        reporter.report(new PatchEvent.Finished(REF, failed(), Optional.empty()), Optional.empty());

        PatchEvent event = MessageCodec.readEvent(published.getFirst().body()).data();
        assertThat(event).isInstanceOfSatisfying(PatchEvent.Finished.class, finished -> {
            assertThat(finished.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.summary()).isEqualTo("it failed"));
            assertThat(finished.outcome().report().commands()).isEmpty();
            assertThat(finished.outcome().report().omitted().orElseThrow().outputBytes())
                    .isEqualTo(8000);
        });
        assertThat(published).hasSize(1);
    }

    private static Outcome failed() {
        CapturedOutput output = new CapturedOutput("a".repeat(8000), "", 8000, 0);
        CommandResult command = new CommandResult(0, Optional.of(1), Optional.empty(), Duration.ZERO, output);
        return new Outcome.Failed(
                ErrorCode.COMMAND_FAILED,
                "it failed",
                List.of(),
                new RunReport(Duration.ZERO, List.of(command), List.of(), Optional.empty()));
    }

    private CompletionStage<Confirmation> publish(OutgoingMessage message) {
        if (message.body().length > MOST_BYTES) {
            return CompletableFuture.completedStage(new Confirmation.Unpublishable("too large"));
        }
        published.add(message);
        return CompletableFuture.completedStage(new Confirmation.Confirmed());
    }
}

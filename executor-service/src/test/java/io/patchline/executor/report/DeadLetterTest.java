package io.patchline.executor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.Confirmation;
import io.patchline.event.LaneHold;
import io.patchline.event.OutputPiece;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.DeadLetterId;
import io.patchline.message.MessageCodec;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.message.Topology;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import io.patchline.transition.TransitionLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes to {@code patches.dead}, and in which order it is told. */
@Timeout(20)
class DeadLetterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final RunRef REF = new RunRef(new PatchId("p"), 3, 2, new Lane("l"), "builder-1");
    private static final byte[] BODY =
            ("{\"id\":\"p\",\"lane\":\"l\",\"actions\":[{\"type\":\"run_command\",\"script\":\"true\"}],"
                            + "\"options\":{\"timeout\":\"PT5M\",\"retries\":0,\"idempotent\":false,\"dryRun\":false,\"onFailure\":\"rollback\"},"
                            + "\"metadata\":{},\"extra\":{}}")
                    .getBytes(StandardCharsets.UTF_8);

    private static final ReviewDecision.Approve APPROVAL =
            new ReviewDecision.Approve(new CommitId("c".repeat(40)), "bob");

    private final List<OutgoingMessage> published = new ArrayList<>();
    private final Deque<Confirmation> answers = new ArrayDeque<>();
    private final Reporter reporter =
            new Reporter(this::publish, new TransitionLog(false), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_dead_letter_is_in_its_queue_before_it_is_told() throws Exception {
        answers.add(new Confirmation.Unavailable("away"));

        reporter.deadLetter(letter("it failed", Optional.empty(), Optional.empty()));

        assertThat(published.stream().map(OutgoingMessage::exchange))
                .containsExactly(Topology.DEAD_LETTERS, Topology.DEAD_LETTERS, Topology.RESULTS);
        assertThat(published.get(0).properties().getMessageId())
                .as("what is sent again is known by its id")
                .isEqualTo(published.get(1).properties().getMessageId());
        assertThat(MessageCodec.readEvent(published.getLast().body()).data())
                .isEqualTo(new PatchEvent.DeadLettered(REF, ErrorCode.COMMAND_FAILED, "it failed", 4));
    }

    @Test
    void it_has_the_patchs_own_bytes_and_asks_for_the_next_run() throws Exception {
        CommandResult command =
                new CommandResult(0, Optional.of(7), Optional.empty(), Duration.ZERO, new CapturedOutput("", "", 0, 0));

        reporter.deadLetter(letter("it failed", Optional.of(command), Optional.of(new LaneHold(new PatchId("h"), 5))));

        OutgoingMessage letter = published.getFirst();
        assertThat(letter.body()).isEqualTo(BODY);
        Map<String, Object> headers = letter.properties().getHeaders();
        assertThat(headers)
                .containsEntry(PatchMessage.RUN, 4)
                .containsEntry(DeadLetterHeaders.FAILED_RUN, 3)
                .containsEntry(DeadLetterHeaders.ATTEMPT, 2)
                .containsEntry(DeadLetterHeaders.REASON, "command_failed")
                .containsEntry(DeadLetterHeaders.SUMMARY, "it failed")
                .containsEntry(DeadLetterHeaders.EXECUTOR, "builder-1")
                .containsEntry(DeadLetterHeaders.LANE, "l")
                .containsEntry(DeadLetterHeaders.DEAD_AT, NOW.toString())
                .containsEntry(DeadLetterHeaders.EXIT_CODE, 7)
                .doesNotContainKey(DeadLetterHeaders.SIGNAL);
        assertThat(DeadLetterHeaders.hold(headers)).contains(new LaneHold(new PatchId("h"), 5));
        assertThat(PatchMessage.read(headers, letter.body(), NOW).run())
                .as("moved in the console, it is replayed rightly")
                .isEqualTo(4);
    }

    @Test
    void the_header_holds_the_beginning_of_a_long_summary_and_the_event_all_of_it() throws Exception {
        reporter.deadLetter(letter("x".repeat(1000), Optional.empty(), Optional.empty()));

        assertThat(published.getFirst().properties().getHeaders())
                .containsEntry(DeadLetterHeaders.SUMMARY, "x".repeat(500));
        assertThat(((PatchEvent.DeadLettered)
                                MessageCodec.readEvent(published.getLast().body())
                                        .data())
                        .summary())
                .hasSize(1000);
    }

    @Test
    void what_shares_its_id_with_another_patch_is_told_under_a_name_of_its_own() {
        DeadLetter letter =
                new DeadLetter(message(), REF, ErrorCode.ID_CONFLICT, "s", Optional.empty(), Optional.empty(), NOW);

        assertThat(letter.event().letter())
                .contains(DeadLetterId.ofConflict(BODY).value());
    }

    /** Approved once more it could not land either: whoever replays it wants what the patch does. */
    @ParameterizedTest
    @EnumSource(names = {"STALE", "CONFLICT"})
    void what_was_approved_and_can_never_land_is_replayed_as_the_patch_itself(ErrorCode reason) throws Exception {
        PatchMessage replayed = replayOf(reason);

        assertThat(replayed.decision()).isEmpty();
        assertThat(replayed.run()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUSH_REFUSED", "INTERRUPTED", "COMMAND_FAILED"})
    void any_other_decision_is_replayed_as_the_decision(ErrorCode reason) throws Exception {
        assertThat(replayOf(reason).decision()).contains(APPROVAL);
    }

    private static PatchMessage replayOf(ErrorCode reason) throws Exception {
        PatchMessage approved = message().decided(3, APPROVAL);
        OutgoingMessage letter =
                new DeadLetter(approved, REF, reason, "s", Optional.empty(), Optional.empty(), NOW).toMessage();
        return PatchMessage.read(letter.properties().getHeaders(), letter.body(), NOW);
    }

    @Test
    void the_failed_command_of_a_report_is_its_last_unless_that_succeeded() {
        CommandResult good = command(Optional.of(0), Optional.empty());
        CommandResult killed = command(Optional.empty(), Optional.of("SIGKILL"));

        assertThat(DeadLetter.failedIn(report())).isEmpty();
        assertThat(DeadLetter.failedIn(report(killed, good))).isEmpty();
        assertThat(DeadLetter.failedIn(report(good, killed))).contains(killed);
    }

    @Test
    void a_message_that_is_no_patch_and_too_large_for_the_broker_is_given_up_and_told() throws Exception {
        answers.add(new Confirmation.Unpublishable("larger than max_message_size"));
        BasicProperties properties = new BasicProperties.Builder().build();

        boolean there = reporter.deadLetterUndecodable(
                new UndecodableMessage(properties, new byte[] {1, 2}, "no JSON", "builder-1", NOW));

        assertThat(there).isFalse();
        assertThat(published.stream().map(OutgoingMessage::exchange))
                .containsExactly(Topology.DEAD_LETTERS, Topology.RESULTS);
    }

    @Test
    void live_output_is_said_once_whatever_the_broker_answers() {
        answers.add(new Confirmation.Unavailable("away"));

        reporter.publishOutput(new OutputPiece(REF, 0, 0, "text"));

        assertThat(published).hasSize(1);
    }

    private static DeadLetter letter(String summary, Optional<CommandResult> failed, Optional<LaneHold> hold) {
        return new DeadLetter(message(), REF, ErrorCode.COMMAND_FAILED, summary, failed, hold, NOW);
    }

    private static PatchMessage message() {
        try {
            return PatchMessage.read(Map.of(PatchMessage.RUN, 3), BODY, NOW);
        } catch (MessageCodec.UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    private static CommandResult command(Optional<Integer> exitCode, Optional<String> signal) {
        return new CommandResult(0, exitCode, signal, Duration.ZERO, new CapturedOutput("", "", 0, 0));
    }

    private static RunReport report(CommandResult... commands) {
        return new RunReport(Duration.ZERO, List.of(commands), List.of(), Optional.empty());
    }

    private CompletionStage<Confirmation> publish(OutgoingMessage message) {
        published.add(message);
        return CompletableFuture.completedStage(
                answers.isEmpty() ? new Confirmation.Confirmed() : answers.removeFirst());
    }
}

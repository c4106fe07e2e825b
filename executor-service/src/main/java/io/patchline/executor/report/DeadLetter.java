package io.patchline.executor.report;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.DeadLetterId;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.RunReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A patch that needs a person: the patch's own bytes, and in the headers why, for an operator who reads them in the RabbitMQ console.
 *
 * @param summary one line
 * @param failedCommand the command that went wrong, if one did
 * @param hold its part in a hold on its lane
 */
public record DeadLetter(
        PatchMessage message,
        RunRef ref,
        ErrorCode reason,
        String summary,
        Optional<CommandResult> failedCommand,
        Optional<LaneHold> hold,
        Instant time) {
    private static final int LONGEST_SUMMARY = 500;

    /** The command that went wrong in this report: the last, unless it succeeded. */
    public static Optional<CommandResult> failedIn(RunReport report) {
        return report.commands().isEmpty()
                ? Optional.empty()
                : Optional.of(report.commands().getLast())
                        .filter(last -> !last.exitCode().equals(Optional.of(0)));
    }

    /** The number of the run that a replay of this message will be: it is the message's own, so moving the message replays it rightly. */
    public int nextRun() {
        return ref.run() + 1;
    }

    PatchEvent.DeadLettered event() {
        return new PatchEvent.DeadLettered(
                ref, reason, summary, nextRun(), message.patch().targetFile(), letter(), hold);
    }

    /** What shares its id with another patch has an id of its own among the dead letters. */
    private Optional<String> letter() {
        return reason == ErrorCode.ID_CONFLICT
                ? Optional.of(DeadLetterId.ofConflict(message.body()).value())
                : Optional.empty();
    }

    /** What was decided of a commit is asked for again, but where that commit can never land: then a replay carries the patch itself out. */
    private PatchMessage replayed() {
        return reason == ErrorCode.STALE || reason == ErrorCode.CONFLICT ? message.undecided() : message;
    }

    OutgoingMessage toMessage() {
        Map<String, Object> headers = new HashMap<>();
        headers.put(PatchMessage.RUN, nextRun());
        headers.put(DeadLetterHeaders.REASON, reason.wireName());
        headers.put(DeadLetterHeaders.SUMMARY, summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY)));
        headers.put(DeadLetterHeaders.ATTEMPT, ref.attempt());
        headers.put(DeadLetterHeaders.FAILED_RUN, ref.run());
        headers.put(DeadLetterHeaders.EXECUTOR, ref.executor());
        headers.put(DeadLetterHeaders.LANE, ref.lane().name());
        headers.put(DeadLetterHeaders.DEAD_AT, time.toString());
        hold.map(DeadLetterHeaders::of).ifPresent(headers::putAll);
        failedCommand
                .flatMap(CommandResult::exitCode)
                .ifPresent(code -> headers.put(DeadLetterHeaders.EXIT_CODE, code));
        failedCommand.flatMap(CommandResult::signal).ifPresent(signal -> headers.put(DeadLetterHeaders.SIGNAL, signal));
        BasicProperties properties = replayed().properties(headers);
        return new OutgoingMessage(Topology.DEAD_LETTERS, "dead", properties, message.body());
    }
}

package io.patchline.executor.report;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.OutgoingMessage;
import io.patchline.broker.PatchMessage;
import io.patchline.broker.Topology;
import io.patchline.event.RunRef;
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
 */
public record DeadLetter(
        PatchMessage message,
        RunRef ref,
        ErrorCode reason,
        String summary,
        Optional<CommandResult> failedCommand,
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

    OutgoingMessage toMessage() {
        Map<String, Object> headers = new HashMap<>();
        headers.put(PatchMessage.RUN, nextRun());
        headers.put("patchline-reason", reason.wireName());
        headers.put("patchline-summary", summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY)));
        headers.put("patchline-attempt", ref.attempt());
        headers.put("patchline-failed-run", ref.run());
        headers.put("patchline-executor", ref.executor());
        headers.put("patchline-lane", ref.lane().name());
        headers.put("patchline-dead-at", time.toString());
        failedCommand.flatMap(CommandResult::exitCode).ifPresent(code -> headers.put("patchline-exit-code", code));
        failedCommand.flatMap(CommandResult::signal).ifPresent(signal -> headers.put("patchline-signal", signal));
        BasicProperties properties = message.properties(headers);
        return new OutgoingMessage(Topology.DEAD_LETTERS, "dead", properties, message.body());
    }
}

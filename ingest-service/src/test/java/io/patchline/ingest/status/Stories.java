package io.patchline.ingest.status;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.log.LogMessage;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages and events for tests of the index. */
public final class Stories {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    static final CommitId COMMIT = new CommitId("3e5b1a4c6a7d8e9f00112233445566778899aabb");

    private Stories() {}

    public static PatchMessage message(String id, String lane, String script, String description) {
        Patch patch = new Patch(
                new PatchId(id),
                Optional.of("command_patch"),
                Optional.of(lane),
                new Lane(lane),
                List.of(new PatchAction.RunCommand(script)),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                description.isEmpty() ? Optional.empty() : Optional.of(description),
                Map.of(),
                Optional.empty(),
                Map.of());
        return PatchMessage.accepted(patch, NOON, "gpt");
    }

    public static PatchMessage message(String id) {
        return message(id, "lane", "echo " + id, "");
    }

    /** A patch that takes another back. */
    public static PatchMessage revert(String id, String other) {
        Patch patch = new Patch(
                new PatchId(id),
                Optional.empty(),
                Optional.empty(),
                new Lane("lane"),
                List.of(new PatchAction.Revert(new PatchId(other), COMMIT)),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        return PatchMessage.accepted(patch, NOON, "gpt");
    }

    static EventEnvelope committed(String id) {
        return finished(id, new Outcome.Succeeded(RunReport.NOTHING.with(git(Optional.empty()))));
    }

    static EventEnvelope awaiting(String id) {
        RunReport report = RunReport.NOTHING.with(git(Optional.of("patchline/" + id)));
        return finished(id, new Outcome.AwaitingReview("needs a review", NOON, report));
    }

    static EventEnvelope finished(String id, Outcome outcome) {
        return event(new PatchEvent.Finished(ref(id, 1), outcome, Optional.empty()));
    }

    static GitReport waiting() {
        return git(Optional.of("patchline/p"));
    }

    private static GitReport git(Optional<String> reviewBranch) {
        return new GitReport(
                new WorkspaceName("site"),
                "main",
                Optional.empty(),
                Optional.of(COMMIT),
                List.of(),
                GitReport.Changes.FILES,
                1,
                reviewBranch,
                Optional.empty());
    }

    /** The message as it comes out of the log at this place. */
    public static LogMessage at(long offset, OutgoingMessage message) {
        Map<String, Object> headers = new HashMap<>(message.properties().getHeaders());
        headers.put("x-stream-offset", offset);
        BasicProperties properties =
                message.properties().builder().headers(headers).build();
        return LogMessage.of(properties, message.body());
    }

    public static EventEnvelope failed(String id, String summary) {
        Outcome outcome = new Outcome.Failed(ErrorCode.COMMAND_FAILED, summary, List.of(), RunReport.NOTHING);
        return event(new PatchEvent.Finished(ref(id, 1), outcome, Optional.empty()));
    }

    static EventEnvelope deadLettered(String id) {
        return event(new PatchEvent.DeadLettered(ref(id, 1), ErrorCode.COMMAND_FAILED, "it broke", 2));
    }

    static EventEnvelope discarded(String id) {
        return event(new PatchEvent.Discarded(ref(id, 1), 2, "anna", Optional.empty()));
    }

    public static EventEnvelope started(String id) {
        return event(new PatchEvent.Started(ref(id, 1), Optional.empty()));
    }

    public static EventEnvelope event(PatchEvent event) {
        return EventEnvelope.of(event, NOON.plusSeconds(1));
    }

    public static RunRef ref(String id, int attempt) {
        return new RunRef(new PatchId(id), 1, attempt, new Lane("lane"), "builder");
    }
}

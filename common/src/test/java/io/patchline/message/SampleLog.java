package io.patchline.message;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * A log as a busy day writes it: of each patch its message, that it was started, and how it ended. Commands of 200 to 2,000 bytes, outputs of up to
 * 4,000, one patch in ten fails. The same for the same seed.
 */
public final class SampleLog {
    public static final int MESSAGES_PER_PATCH = 3;

    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00.123456Z");
    private static final Topology TOPOLOGY = new Topology(8);
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private final Random random;

    public SampleLog(long seed) {
        this.random = new Random(seed);
    }

    /** The messages of one patch, in order. */
    public List<OutgoingMessage> patch(int number) {
        PatchId id = new PatchId("fix-" + new UUID(random.nextLong(), random.nextLong()));
        String target = "src/module-%d/file-%d.py".formatted(number % 40, number % 4000);
        Patch patch = new Patch(
                id,
                Optional.of("command_patch"),
                Optional.of(target),
                new Lane(target),
                List.of(new PatchAction.RunCommand(text(200 + random.nextInt(1800)))),
                new RunOptions(
                        Duration.ofMinutes(5), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                number % 2 == 0 ? Optional.of(text(60)) : Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        Instant accepted = BEGIN.plusMillis(number);
        RunRef ref = new RunRef(id, 1, 1, patch.lane(), "builder-" + number % 4);
        PatchMessage message = PatchMessage.accepted(patch, accepted, "gpt");
        Optional<String> claimed = Optional.of(message.fingerprint());
        return List.of(
                message.toLane(TOPOLOGY),
                EventMessage.of(EventEnvelope.of(new PatchEvent.Started(ref, claimed), accepted.plusMillis(5))),
                EventMessage.of(EventEnvelope.of(
                        new PatchEvent.Finished(ref, outcome(number, target), claimed), accepted.plusMillis(900))));
    }

    private Outcome outcome(int number, String target) {
        CapturedOutput output = new CapturedOutput(text(random.nextInt(4000)), "", 4000, 0);
        boolean failed = number % 10 == 0;
        CommandResult command =
                new CommandResult(0, Optional.of(failed ? 1 : 0), Optional.empty(), Duration.ofMillis(890), output);
        FileChange change = new FileChange(
                new FilePath(target),
                FileChange.Kind.CHANGED,
                3,
                1,
                Optional.of(HASH),
                Optional.of(HASH),
                Optional.of(FileMode.parse("644")));
        RunReport report = new RunReport(Duration.ofMillis(895), List.of(command), List.of(change), Optional.empty());
        return failed
                ? new Outcome.Failed(ErrorCode.COMMAND_FAILED, "the command ended with exit code 1", List.of(), report)
                : new Outcome.Succeeded(report);
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(1 << 20), 36)).append(random.nextInt(9) == 0 ? '\n' : ' ');
        }
        return text.substring(0, length);
    }
}

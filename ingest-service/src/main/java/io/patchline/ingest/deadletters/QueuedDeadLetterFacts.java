package io.patchline.ingest.deadletters;

import io.patchline.event.EventEnvelope;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.DeadLetterId;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Optional;

/** What a message in {@code patches.dead} tells of itself, as the event that the log does not have, or does not have any more. */
final class QueuedDeadLetterFacts {
    private final QueuedDeadLetter letter;
    private final Optional<PatchMessage> message;

    QueuedDeadLetterFacts(QueuedDeadLetter letter) {
        this.letter = letter;
        this.message = letter.message();
    }

    /**
     * @param now stands in for the time of death where the message does not tell it
     */
    EventEnvelope event(Instant now) {
        return EventEnvelope.of(event(), letter.deadAt().orElse(now));
    }

    private PatchEvent event() {
        ErrorCode reason = message.isPresent() ? letter.reason() : ErrorCode.UNDECODABLE;
        RunRef ref = new RunRef(patch(), run(reason), attempt(reason), lane(), executor());
        Optional<String> own = message.isPresent()
                ? letter.id().besides(patch())
                : Optional.of(letter.id().value());
        return new PatchEvent.DeadLettered(ref, reason, summary(reason), letter.nextRun(), target(), own, hold());
    }

    private PatchId patch() {
        return message.map(patch -> patch.patch().id())
                .orElseGet(() -> letter.id().asPatch());
    }

    private Lane lane() {
        return message.map(patch -> patch.patch().lane()).orElse(DeadLetterId.NO_LANE);
    }

    private Optional<String> target() {
        return message.flatMap(patch -> patch.patch().targetFile());
    }

    /** Where the broker gave up, the run that it speaks of was not ended, and is the next as well. */
    private int run(ErrorCode reason) {
        return reason == ErrorCode.DELIVERY_LIMIT
                ? letter.nextRun()
                : letter.number(DeadLetterHeaders.FAILED_RUN)
                        .map(Long::intValue)
                        .filter(run -> run >= 1)
                        .orElse(Math.max(1, letter.nextRun() - 1));
    }

    private int attempt(ErrorCode reason) {
        return letter.number(DeadLetterHeaders.ATTEMPT)
                .map(Long::intValue)
                .filter(attempt -> attempt >= 1 && reason != ErrorCode.DELIVERY_LIMIT)
                .orElse(1);
    }

    private String executor() {
        return letter.header(DeadLetterHeaders.EXECUTOR).orElse(RunRef.INGEST);
    }

    private String summary(ErrorCode reason) {
        return switch (reason) {
            case DELIVERY_LIMIT ->
                "the broker gave up after too many deliveries: executors that took it were lost again and again";
            case UNEXPLAINED -> "somebody put it among the dead letters by hand";
            default ->
                letter.header(DeadLetterHeaders.SUMMARY).orElse("the message is no patch that this version can read");
        };
    }

    private Optional<LaneHold> hold() {
        return message.flatMap(PatchMessage::hold);
    }
}

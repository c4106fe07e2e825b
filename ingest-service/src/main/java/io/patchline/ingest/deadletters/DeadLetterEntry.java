package io.patchline.ingest.deadletters;

import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.memory.HeapSize;
import io.patchline.ingest.status.ErrorExcerpt;
import io.patchline.message.DeadLetterId;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the index keeps of a dead letter.
 *
 * @param ref the run that ended in it
 * @param summary the reason in one line, at most {@value #SUMMARY} characters of it
 * @param nextRun the number of the run that a replay will be
 * @param target what the submitter named as its target
 * @param hold its part in the hold on its lane, if it has one
 * @param offset the place in the log of the event that reported it
 * @param patchOffset the place in the log of the patch itself, where that is known
 */
public record DeadLetterEntry(
        DeadLetterId id,
        RunRef ref,
        ErrorCode reason,
        String summary,
        int nextRun,
        Optional<String> target,
        Optional<LaneHold> hold,
        Instant deadAt,
        long offset,
        OptionalLong patchOffset) {
    private static final int SUMMARY = 300;

    public static DeadLetterEntry of(
            PatchEvent.DeadLettered event, Instant time, long offset, OptionalLong patchOffset) {
        return new DeadLetterEntry(
                idOf(event),
                event.ref(),
                event.reason(),
                ErrorExcerpt.of(event.summary(), SUMMARY),
                event.nextRun(),
                event.target(),
                event.hold(),
                time,
                offset,
                patchOffset);
    }

    static DeadLetterId idOf(PatchEvent.DeadLetterEvent event) {
        return event.letter()
                .map(DeadLetterId::new)
                .orElseGet(() -> DeadLetterId.of(event.ref().patch()));
    }

    /** Whether it is a patch under its own id, so that the same patch can be run again. */
    public boolean isReplayable() {
        return id.value().equals(ref.patch().value()) && reason != ErrorCode.UNDECODABLE;
    }

    /** Its place behind the patch that has to come through, in this hold; 0 if it was not set aside in it. */
    public long order(PatchId by) {
        return hold.filter(part -> part.by().equals(by)).map(LaneHold::order).orElse(0L);
    }

    /** Whether it is this patch that has to come through before its lane goes on. */
    boolean isHolder() {
        return hold.filter(LaneHold::ofHolder).isPresent();
    }

    /** The letter's name as events carry it. */
    public Optional<String> letter() {
        return reason == ErrorCode.UNDECODABLE ? Optional.of(id.value()) : id.besides(ref.patch());
    }

    /** About what it takes on the heap, in bytes. */
    public long heapBytes() {
        return 2 * HeapSize.FIXED
                + HeapSize.of(ref)
                + ErrorExcerpt.bytes(id.value())
                + ErrorExcerpt.bytes(summary)
                + target.map(ErrorExcerpt::bytes).orElse(0)
                + hold.map(HeapSize::of).orElse(0L);
    }
}

package io.patchline.ingest.deadletters;

import io.patchline.broker.DeadLetterId;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.status.Excerpt;
import io.patchline.patch.PatchId;

/** About what things take on the heap, in bytes: their texts, which clients choose, and an allowance for the rest (a map's node and the objects). */
final class HeapSize {
    private static final long FIXED = 250;

    private HeapSize() {}

    static long of(PatchId id) {
        return FIXED + Excerpt.bytes(id.value());
    }

    static long of(DeadLetterId id) {
        return FIXED + Excerpt.bytes(id.value());
    }

    static long of(RunRef ref) {
        return of(ref.patch()) + Excerpt.bytes(ref.lane().name()) + Excerpt.bytes(ref.executor());
    }

    static long of(LaneHold hold) {
        return of(hold.by());
    }

    static long of(PatchEvent.LetterEvent act) {
        return of(act.ref()) + act.letter().map(Excerpt::bytes).orElse(0);
    }

    static long of(DeadLetterEntry entry) {
        return 2 * FIXED
                + of(entry.ref())
                + Excerpt.bytes(entry.id().value())
                + Excerpt.bytes(entry.summary())
                + entry.target().map(Excerpt::bytes).orElse(0)
                + entry.hold().map(HeapSize::of).orElse(0L);
    }

    static long of(HeldLane held) {
        return 2 * FIXED + Excerpt.bytes(held.lane().name()) + of(held.by()) + of(held.holder());
    }
}

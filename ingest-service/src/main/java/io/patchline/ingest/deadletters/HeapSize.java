package io.patchline.ingest.deadletters;

import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.lanes.HeldLane;
import io.patchline.ingest.status.ErrorExcerpt;
import io.patchline.message.DeadLetterId;
import io.patchline.patch.PatchId;

/** About what things take on the heap, in bytes: their texts, which clients choose, and an allowance for the rest (a map's node and the objects). */
public final class HeapSize {
    private static final long FIXED = 250;

    private HeapSize() {}

    public static long of(PatchId id) {
        return FIXED + ErrorExcerpt.bytes(id.value());
    }

    public static long of(DeadLetterId id) {
        return FIXED + ErrorExcerpt.bytes(id.value());
    }

    public static long of(RunRef ref) {
        return of(ref.patch()) + ErrorExcerpt.bytes(ref.lane().name()) + ErrorExcerpt.bytes(ref.executor());
    }

    public static long of(LaneHold hold) {
        return of(hold.by());
    }

    public static long of(PatchEvent.LetterEvent act) {
        return of(act.ref()) + act.letter().map(ErrorExcerpt::bytes).orElse(0);
    }

    public static long of(DeadLetterEntry entry) {
        return 2 * FIXED
                + of(entry.ref())
                + ErrorExcerpt.bytes(entry.id().value())
                + ErrorExcerpt.bytes(entry.summary())
                + entry.target().map(ErrorExcerpt::bytes).orElse(0)
                + entry.hold().map(HeapSize::of).orElse(0L);
    }

    public static long of(HeldLane held) {
        return 2 * FIXED + ErrorExcerpt.bytes(held.lane().name()) + of(held.by()) + of(held.holder());
    }
}

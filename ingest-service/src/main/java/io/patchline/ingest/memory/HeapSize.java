package io.patchline.ingest.memory;

import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.status.ErrorExcerpt;
import io.patchline.message.DeadLetterId;
import io.patchline.patch.PatchId;

/** About what things take on the heap, in bytes: their texts, which clients choose, and an allowance for the rest (a map's node and the objects). */
public final class HeapSize {
    /** The allowance for one object and the map's node that holds it. */
    public static final long FIXED = 250;

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

    public static long of(PatchEvent.DeadLetterEvent act) {
        return of(act.ref()) + act.letter().map(ErrorExcerpt::bytes).orElse(0);
    }
}

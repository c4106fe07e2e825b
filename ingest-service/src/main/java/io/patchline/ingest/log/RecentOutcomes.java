package io.patchline.ingest.log;

import io.patchline.event.PatchEvent;
import io.patchline.ingest.log.LogOutcomes.Ended;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest outcomes: who has waited for one asks for it at once, and to read it from the log costs the broker more than all else that it does for a patch.
 * At most {@value #MOST} of {@value #MOST_BYTES} bytes together. Safe for use by several threads.
 */
public final class RecentOutcomes {
    static final int MOST = 1_000;
    static final long MOST_BYTES = 4 << 20;

    private final Map<Long, Ended> byOffset = new HashMap<>();
    private final ArrayDeque<Kept> inOrder = new ArrayDeque<>();
    private long bytes;

    private record Kept(long offset, int bytes) {}

    /**
     * Keeps the event's outcome if it has one, in the order of the log.
     *
     * @param size of the event in the log, in bytes
     */
    public synchronized void keep(long offset, PatchEvent event, int size) {
        Ended.by(event).ifPresent(ended -> {
            byOffset.put(offset, ended);
            inOrder.add(new Kept(offset, size));
            bytes += size;
            while (inOrder.size() > MOST || bytes > MOST_BYTES) {
                Kept oldest = inOrder.remove();
                byOffset.remove(oldest.offset);
                bytes -= oldest.bytes;
            }
        });
    }

    public synchronized Optional<Ended> at(long offset) {
        return Optional.ofNullable(byOffset.get(offset));
    }

    /** Another log is read now: the places mean something else. */
    synchronized void clear() {
        byOffset.clear();
        inOrder.clear();
        bytes = 0;
    }
}

package io.patchline.ingest.log;

import io.patchline.event.PatchEvent;
import io.patchline.ingest.log.LogOutcomes.Ended;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest outcomes: who has waited for one asks for it at once, and to read it from the log costs the broker more than all else that it does for a patch.
 * At most {@value #MOST} of {@value #MOST_BYTES} bytes together. Safe for use by several threads.
 */
public final class RecentOutcomes {
    static final int MOST = 1_000;
    static final long MOST_BYTES = 4 << 20;

    /** Outcomes below this size are taken for as large; the size of others is remembered, of the newest so many. */
    static final int SMALL = 64 << 10;

    static final int MOST_LARGE = 20_000;

    /** The size of one that is not remembered: as large as an executor makes any. */
    private static final int LARGEST = 1 << 20;

    private final Map<Long, Ended> byOffset = new HashMap<>();
    private final ArrayDeque<Kept> inOrder = new ArrayDeque<>();
    private long bytes;
    private final TreeMap<Long, Integer> large = new TreeMap<>();
    private long largeForgotten = -1;

    private record Kept(long offset, int bytes) {}

    /**
     * Keeps the event's outcome if it has one, in the order of the log.
     *
     * @param size of the event in the log, in bytes
     */
    public synchronized void keep(long offset, PatchEvent event, int size) {
        Ended.by(event).ifPresent(ended -> {
            keepSize(offset, size);
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

    /** How large the outcome at this place is in the log, in bytes, as far as that is known; not less than {@value #SMALL}. */
    public synchronized long size(long offset) {
        int unknown = offset <= largeForgotten ? LARGEST : SMALL;
        return large.getOrDefault(offset, unknown);
    }

    private void keepSize(long offset, int size) {
        if (size > SMALL) {
            large.put(offset, size);
        }
        if (large.size() > MOST_LARGE) {
            largeForgotten = large.pollFirstEntry().getKey();
        }
    }

    public synchronized Optional<Ended> at(long offset) {
        return Optional.ofNullable(byOffset.get(offset));
    }

    /** Another log is read now: the places mean something else. */
    synchronized void clear() {
        byOffset.clear();
        inOrder.clear();
        large.clear();
        largeForgotten = -1;
        bytes = 0;
    }
}

package io.patchline.ingest.status;

import io.patchline.ingest.log.LogMessage;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.log.RecentEvents;
import io.patchline.ingest.log.RecentOutcomes;
import io.patchline.ingest.publish.PublishedPatches;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.SampleLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures the status index: the heap that finished patches take, and how fast it is folded from bytes. See {@code bench/status-index}. */
public final class StatusIndexBench {
    private static final int PATCHES = 100_000;
    private static final long MEMORY = 200 << 20;
    private static final int CHUNK = 2_000;
    private static final int ROUNDS = 3;

    private StatusIndexBench() {}

    public static void main(String... args) {
        for (int round = 1; round <= ROUNDS; round++) {
            measure(round);
        }
    }

    private static void measure(int round) {
        long before = heapAfterGc();
        StatusIndex index = new StatusIndex(PATCHES, MEMORY);
        LogProjector projector = new LogProjector(
                new PublishedPatches(), new RecentOutcomes(), new RecentEvents(), List.of(index), Clock.systemUTC());
        SampleLog log = new SampleLog(round);
        long nanos = 0;
        long bytes = 0;
        long offset = 0;
        for (int first = 0; first < PATCHES; first += CHUNK) {
            List<LogMessage> chunk = new ArrayList<>();
            for (int number = first; number < first + CHUNK; number++) {
                for (OutgoingMessage message : log.patch(number)) {
                    chunk.add(Stories.at(offset++, message));
                    bytes += message.body().length;
                }
            }
            long begin = System.nanoTime();
            chunk.forEach(projector::fold);
            nanos += System.nanoTime() - begin;
        }
        long heap = heapAfterGc() - before;
        System.out.printf(
                Locale.ROOT,
                "round %d: %,d patches, %,d messages, %,d MB read; heap %.1f MB (%,d bytes a patch, by its own account %.1f MB); folded at %,.0f messages/s%n",
                round,
                index.size(),
                offset,
                bytes / 1_000_000,
                heap / 1e6,
                heap / index.size(),
                index.bytes() / 1e6,
                offset / (nanos / 1e9));
    }

    private static long heapAfterGc() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }
}

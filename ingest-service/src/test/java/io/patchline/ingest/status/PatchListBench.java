package io.patchline.ingest.status;

import io.patchline.ingest.http.Cursor;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.log.RecentEvents;
import io.patchline.ingest.log.RecentOutcomes;
import io.patchline.ingest.publish.PublishedPatches;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.SampleLog;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Measures what a page of the list of 100,000 patches takes of a processor, by filter. See {@code bench/status-index --lists}. */
public final class PatchListBench {
    private static final int PATCHES = 100_000;
    private static final long MEMORY = 200 << 20;
    private static final int TIMES = 20;
    private static final String COPIED = "(the index copied, which holds its lock)";
    private static final List<String> QUERIES = List.of(
            COPIED,
            "",
            "order=oldest",
            "cursor=" + new Cursor(SampleLog.MESSAGES_PER_PATCH * PATCHES / 2).token(),
            "cursor=" + new Cursor(SampleLog.MESSAGES_PER_PATCH * 100).token(),
            "text=never-there",
            "text=rare",
            "text=e",
            "text=Käse",
            "text=never there, nor in any other",
            "state=failed",
            "lane=src/module-7/file-7.py",
            "target=src/module-7/file-7.py",
            "role=command_patch",
            "source=gpt",
            "from=2026-11-21T00:01:00Z&to=2026-11-21T00:01:10Z",
            "state=failed&text=exit code");

    private final StatusIndex index = new StatusIndex(PATCHES, MEMORY);

    public PatchListBench() {
        LogProjector projector = new LogProjector(
                new PublishedPatches(), new RecentOutcomes(), new RecentEvents(), List.of(index), Clock.systemUTC());
        SampleLog log = new SampleLog(1);
        long offset = 0;
        for (int number = 0; number < PATCHES; number++) {
            for (OutgoingMessage message : log.patch(number)) {
                projector.fold(Stories.at(offset++, message));
            }
        }
    }

    public static void main(String... args) {
        PatchListBench bench = new PatchListBench();
        System.gc();
        for (int round = 0; round < 2; round++) {
            for (String query : QUERIES) {
                long[] micros = LongStream.range(0, TIMES)
                        .map(time -> bench.micros(query))
                        .sorted()
                        .toArray();
                if (round > 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "%6.1f ms of a processor in the median of %d, %6.1f at most, %,7d match: %s%n",
                            micros[TIMES / 2] / 1e3,
                            TIMES,
                            micros[TIMES - 1] / 1e3,
                            bench.matched(query),
                            query);
                }
            }
        }
    }

    public static List<String> queries() {
        return QUERIES;
    }

    /** How long a page takes, in microseconds of a processor. */
    public long micros(String query) {
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        matched(query);
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1000;
    }

    /** How many match. */
    public int matched(String query) {
        return query.equals(COPIED)
                ? index.newestFirst().size()
                : PatchPage.of(index.newestFirst(), PatchQuery.of(parameters(query)))
                        .matched();
    }

    private static Map<String, List<String>> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> List.of(pair[1])));
    }
}

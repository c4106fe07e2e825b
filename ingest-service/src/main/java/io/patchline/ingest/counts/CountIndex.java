package io.patchline.ingest.counts;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.log.LogListener;
import io.patchline.message.PatchMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts over time, folded from the log by the time that each message tells: every replica counts the same. Bounded by {@link Period#kept}. A fact that was published twice, as after the death of an
 * executor, is counted once. Safe for use by several threads.
 */
public final class CountIndex implements LogListener {
    /** Facts that are published again follow soon. */
    private static final int KNOWN_ENDS = 20_000;

    private final Map<Period, NavigableMap<Instant, Bucket>> buckets = new EnumMap<>(Period.class);
    private final LinkedHashMap<String, Boolean> ends = new LinkedHashMap<>();
    private Optional<Instant> since = Optional.empty();
    private long last = -1;

    public CountIndex() {
        clear();
    }

    @Override
    public synchronized void accepted(PatchMessage message, long offset) {
        begin(offset, message.acceptedAt());
        buckets(message.acceptedAt()).forEach(bucket -> bucket.accept(message.run()));
    }

    @Override
    public synchronized void happened(EventEnvelope event, long offset) {
        begin(offset, event.time());
        if (event.data() instanceof PatchEvent.Finished finished && isNew(event.id())) {
            buckets(event.time()).forEach(bucket -> bucket.end(finished.outcome()));
        }
    }

    /** The time of the oldest message that was counted; empty if none was. */
    synchronized Optional<Instant> since() {
        return since;
    }

    /** Every period from one that begins here, the oldest first; those in which nothing happened too. */
    synchronized List<Count> counts(Period period, Instant from, int number) {
        NavigableMap<Instant, Bucket> known = known(period);
        List<Count> counts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Instant begin = period.plus(period.beginOf(from), i);
            Bucket bucket = known.get(begin);
            counts.add(bucket == null ? Count.none(begin) : bucket.counted(begin));
        }
        return counts;
    }

    /** A place that was counted before belongs to another log, which is then read from its beginning. */
    private void begin(long offset, Instant time) {
        if (offset <= last) {
            clear();
        }
        last = offset;
        if (since.filter(time::isAfter).isEmpty()) {
            since = Optional.of(time);
        }
    }

    private void clear() {
        for (Period period : Period.values()) {
            buckets.put(period, new TreeMap<>());
        }
        ends.clear();
        since = Optional.empty();
    }

    private List<Bucket> buckets(Instant time) {
        List<Bucket> found = new ArrayList<>();
        for (Period period : Period.values()) {
            NavigableMap<Instant, Bucket> known = known(period);
            Instant begin = period.beginOf(time);
            found.add(known.computeIfAbsent(begin, any -> new Bucket()));
            while (known.size() > period.kept()) {
                known.pollFirstEntry();
            }
        }
        return found;
    }

    private NavigableMap<Instant, Bucket> known(Period period) {
        return buckets.getOrDefault(period, new TreeMap<>());
    }

    private boolean isNew(String event) {
        boolean fresh = ends.put(event, true) == null;
        if (ends.size() > KNOWN_ENDS) {
            ends.pollFirstEntry();
        }
        return fresh;
    }
}

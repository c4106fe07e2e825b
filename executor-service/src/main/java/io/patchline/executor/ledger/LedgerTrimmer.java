package io.patchline.executor.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger within a number of bytes: the oldest runs that are over and reported lose their output, their request and the report in their outcome, and are known
 * all the same. Each credential has a share: what is taken is always of the one that has most. Looks at the ledger when this executor has added a
 * sixteenth of the bytes since it last did, and makes room for as much: so the ledger holds at most the bytes, a sixteenth for each executor but the first, and what is still
 * running. Safe for use by several threads; several executors may trim the same ledger.
 */
public final class LedgerTrimmer {
    private static final int PARTS = 16;
    private static final Logger LOG = LoggerFactory.getLogger(LedgerTrimmer.class);

    private final Path ledger;
    private final RunRemoval removal;
    private final long keepBytes;
    private final Clock clock;

    /** Since the last look; the first look is due at once. */
    private final AtomicLong added;

    LedgerTrimmer(Path ledger, RunRemoval removal, long keepBytes, Clock clock) {
        this.ledger = ledger;
        this.removal = removal;
        this.keepBytes = keepBytes;
        this.clock = clock;
        this.added = new AtomicLong(keepBytes);
    }

    /** A run that may be trimmed. */
    private record Bulk(RunDirectory directory, String source, long settledAt, long bytes) {}

    /** What is there, by credential. */
    private record Found(Map<String, Long> bytes, Map<String, Deque<Bulk>> oldestFirst) {
        private long total() {
            return bytes.values().stream().mapToLong(Long::longValue).sum();
        }

        /** The oldest run of whoever has most and has something to give. */
        private Optional<Bulk> next() {
            Optional<Bulk> next = oldestFirst.entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .max(Comparator.comparing(entry -> bytes.getOrDefault(entry.getKey(), 0L)))
                    .map(entry -> entry.getValue().remove());
            next.ifPresent(run -> bytes.merge(run.source(), -run.bytes(), Long::sum));
            return next;
        }
    }

    /** A run of this executor's has put this much on disk. */
    void added(long bytes) {
        added.addAndGet(bytes);
    }

    /**
     * Trims if it is time. Returns how many runs were trimmed.
     *
     * @throws IOException if the ledger cannot be read or written; the next call tries again
     */
    public int trimIfDue() throws IOException {
        if (added.get() < keepBytes / PARTS) {
            return 0;
        }
        int[] trimmed = {0};
        removal.alone(() -> trimmed[0] = trim());
        if (trimmed[0] > 0) {
            LOG.atInfo()
                    .addKeyValue("runs", trimmed[0])
                    .log("The ledger was larger than patchline.ledger.keep-bytes: old runs have lost their output");
        }
        return trimmed[0];
    }

    private int trim() throws IOException {
        long before = added.get();
        Found found = look();
        added.addAndGet(-before);
        long total = found.total();
        int trimmed = 0;
        while (total > keepBytes - keepBytes / PARTS) {
            Optional<Bulk> oldest = found.next();
            if (oldest.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("bytes", total)
                        .log("The ledger is larger than patchline.ledger.keep-bytes, and all of it is needed");
                return trimmed;
            }
            total -= oldest.get().bytes();
            trimmed += trim(oldest.get().directory()) ? 1 : 0;
        }
        return trimmed;
    }

    /** One that cannot be trimmed keeps no other from it. */
    private boolean trim(RunDirectory run) {
        try {
            return removal.ifSettled(run, claim -> run.trim(claim, clock.instant()));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("run", run.run()).log("A run in the ledger cannot be trimmed");
            return false;
        }
    }

    private Found look() throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        Map<String, List<Bulk>> runs = new HashMap<>();
        for (int number = 0; number < Shards.COUNT; number++) {
            Path shard = Shards.at(ledger, number);
            if (!Files.isDirectory(shard)) {
                continue;
            }
            try (Stream<Path> all = Files.list(shard)) {
                for (Path run : (Iterable<Path>) all.filter(RunDirectory::isRun)::iterator) {
                    RunDirectory directory = new RunDirectory(shard, run);
                    long size = directory.bulk();
                    String source = directory.source();
                    bytes.merge(source, size, Long::sum);
                    if (size > RunDirectory.TRIMMED_BYTES) {
                        directory
                                .settledAt()
                                .ifPresent(at -> runs.computeIfAbsent(source, key -> new ArrayList<>())
                                        .add(new Bulk(directory, source, at.toEpochMilli(), size)));
                    }
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        Map<String, Deque<Bulk>> oldestFirst = new HashMap<>();
        runs.forEach((source, list) -> {
            list.sort(Comparator.comparingLong(Bulk::settledAt));
            oldestFirst.put(source, new ArrayDeque<>(list));
        });
        return new Found(bytes, oldestFirst);
    }
}

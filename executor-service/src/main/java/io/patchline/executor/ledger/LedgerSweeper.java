package io.patchline.executor.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the ledger forget what is over for long enough, one shard at a time, so that no sweep is long. Never what is claimed, not over, or not
 * reported. For one thread; several executors may sweep the same ledger.
 */
public final class LedgerSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerSweeper.class);

    private final Path ledger;
    private final RunRemoval removal;
    private final Retention retention;
    private final Clock clock;
    private int next = ThreadLocalRandom.current().nextInt(Shards.COUNT);

    LedgerSweeper(Path ledger, RunRemoval removal, Retention retention, Clock clock) {
        this.ledger = ledger;
        this.removal = removal;
        this.retention = retention;
        this.clock = clock;
    }

    private record Settled(RunDirectory directory, Instant at) {}

    /**
     * Sweeps the next shard, and what executors that died left of earlier sweeps. Returns how many runs were forgotten.
     *
     * @throws IOException if the ledger cannot be read or written; the next sweep goes on
     */
    public int sweepNext() throws IOException {
        Path shard = Shards.at(ledger, next);
        next = (next + 1) % Shards.COUNT;
        List<Settled> forgotten = new ArrayList<>();
        removal.alone(() -> {
            forgotten.addAll(sweep(shard));
            removal.clear();
        });
        if (!forgotten.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("runs", forgotten.size())
                    .log("The ledger has forgotten runs that were over long ago");
        }
        return forgotten.size();
    }

    /** The horizon is raised first: nothing is forgotten that the shard does not know to have forgotten. */
    private List<Settled> sweep(Path shard) throws IOException {
        List<Settled> old = tooMany(settled(shard));
        Optional<Instant> newest = old.stream().map(Settled::at).max(Comparator.naturalOrder());
        if (newest.isPresent()) {
            Shards.raiseHorizon(shard, newest.get());
        }
        List<Settled> forgotten = new ArrayList<>();
        for (Settled run : old) {
            if (removal.forget(run.directory())) {
                forgotten.add(run);
            }
        }
        return forgotten;
    }

    /** Those that are too old, and of the others those that are more than may be kept, but for the very newest. */
    private List<Settled> tooMany(List<Settled> newestFirst) {
        Instant now = clock.instant();
        List<Settled> old = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            Settled run = newestFirst.get(i);
            boolean spare = i >= retention.perShard() && run.at().isBefore(now.minus(Retention.SHORTEST));
            if (spare || run.at().isBefore(now.minus(retention.keepFor()))) {
                old.add(run);
            }
        }
        return old;
    }

    private static List<Settled> settled(Path shard) throws IOException {
        if (!Files.isDirectory(shard)) {
            return List.of();
        }
        List<Path> runs;
        try (Stream<Path> all = Files.list(shard)) {
            runs = all.filter(RunDirectory::isRun).toList();
        }
        List<Settled> settled = new ArrayList<>();
        for (Path run : runs) {
            RunDirectory directory = new RunDirectory(shard, run);
            directory.settledAt().ifPresent(at -> settled.add(new Settled(directory, at)));
        }
        settled.sort(Comparator.comparing(Settled::at).reversed());
        return settled;
    }
}

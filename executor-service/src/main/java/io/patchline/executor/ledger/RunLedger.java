package io.patchline.executor.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The record on disk of what ran, shared by the executors of a workspace. A claim is an OS file lock: the kernel releases it when its
 * process dies. Within one process the caller sees to it that a run is claimed once at a time, because file locks are a process's and
 * not a thread's.
 */
public final class RunLedger {
    private final Path ledger;
    private final String executor;
    private final RunMutex gate = new RunMutex();
    private final RunRemoval removal;
    private final LaneHolds holds;
    private volatile LongConsumer added = bytes -> {};

    /**
     * @param state the state directory; created if missing
     * @param executor the name of this executor
     * @throws IOException if the state directory cannot be written
     */
    public RunLedger(Path state, String executor) throws IOException {
        this.ledger = state.toAbsolutePath().resolve("ledger");
        this.executor = executor;
        DurableFiles.createDirectories(ledger);
        Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rwx------"));
        this.removal = new RunRemoval(ledger, gate);
        this.holds = new LaneHolds(ledger);
    }

    /** Where it is. */
    public Path directory() {
        return ledger;
    }

    /**
     * Claims the run. Waits while another live process holds it.
     *
     * @throws IOException if the state directory cannot be read or written, or is gone: a new one would not know what ran before
     */
    public Claim claim(ClaimRequest request) throws IOException {
        if (!Files.isDirectory(ledger)) {
            throw new NoSuchFileException(
                    ledger.toString(),
                    null,
                    "the ledger is gone; put it back, or restart the executor to begin a new one");
        }
        ClaimAttempt claiming =
                new ClaimAttempt(RunDirectory.of(ledger, request.key()), gate, executor, bytes -> added.accept(bytes));
        Path run = claiming.directory().run();
        gate.enter(run);
        boolean granted = false;
        try {
            Optional<Claim> claim = claiming.attempt(request);
            while (claim.isEmpty()) {
                removal.complete(claiming.directory());
                claim = claiming.attempt(request);
            }
            granted = claim.get() instanceof Claim.Granted;
            return claim.get();
        } finally {
            if (!granted) {
                gate.leave(run);
            }
        }
    }

    /**
     * Notes that the broker has the report of a finished run.
     *
     * @throws IOException if the state directory cannot be written
     */
    public void markReported(RunKey key) throws IOException {
        RunDirectory.of(ledger, key).markReported();
    }

    /**
     * How the runs after this one ended of which the broker has the report, by their numbers: those of a patch that was replayed.
     *
     * @throws IOException if the state directory cannot be read
     */
    public SortedMap<Integer, RunRecord> laterEnds(RunKey key) throws IOException {
        SortedMap<Integer, RunRecord> ends = new TreeMap<>();
        int run = key.run() + 1;
        RunDirectory later = RunDirectory.of(ledger, new RunKey(key.patch(), run));
        while (Files.isDirectory(later.run())) {
            Optional<RunRecord> end = later.isReported() ? later.finished() : Optional.empty();
            if (end.isPresent()) {
                ends.put(run, end.get());
            }
            run++;
            later = RunDirectory.of(ledger, new RunKey(key.patch(), run));
        }
        return ends;
    }

    /** Where the journals of a run's file changes are, if it died before it made them last. */
    public Path journals(RunKey key) {
        return RunDirectory.of(ledger, key).journals();
    }

    /** The lanes that are held. */
    public LaneHolds holds() {
        return holds;
    }

    /** Lets the ledger forget what is over for long enough. */
    public LedgerSweeper sweeper(Retention retention, Clock clock) {
        return new LedgerSweeper(ledger, removal, retention, clock);
    }

    /** Keeps the ledger within its bytes, from now on. */
    public LedgerTrimmer trimmer(Retention retention, Clock clock) {
        LedgerTrimmer trimmer = new LedgerTrimmer(ledger, removal, retention.keepBytes(), clock);
        added = trimmer::added;
        return trimmer;
    }
}

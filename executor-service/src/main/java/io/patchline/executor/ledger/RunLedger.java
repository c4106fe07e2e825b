package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The record on disk of what ran, shared by the executors of a workspace. A claim is an OS file lock: the kernel releases it when its
 * process dies. Within one process the caller sees to it that a run is claimed once at a time, because file locks are a process's and
 * not a thread's.
 */
public final class RunLedger {
    private final Path ledger;
    private final String executor;

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
    }

    /**
     * Claims the run. Waits while another live process holds it.
     *
     * @param fingerprint the hash of the content, by which it is known again
     * @param body the content
     * @throws IOException if the state directory cannot be read or written
     */
    public Claim claim(RunKey key, String fingerprint, byte[] body) throws IOException {
        RunDirectory directory = RunDirectory.of(ledger, key);
        directory.create();
        FileChannel file = FileChannel.open(directory.claim(), CREATE, READ, WRITE);
        try {
            file.lock();
            Optional<Claim> known = known(directory, fingerprint);
            if (known.isPresent()) {
                file.close();
                return known.get();
            }
            directory.keepRequest(fingerprint, body);
            return new Claim.Granted(new ClaimedRun(directory, new ClaimFile(file), executor));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
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

    /** Where the journals of a run's file changes are, if it died before it made them last. */
    public Path journals(RunKey key) {
        return RunDirectory.of(ledger, key).journals();
    }

    private static Optional<Claim> known(RunDirectory directory, String fingerprint) throws IOException {
        Optional<String> content = directory.fingerprint();
        if (content.isPresent() && !content.get().equals(fingerprint)) {
            return Optional.of(new Claim.Conflict(content.get()));
        }
        return directory.finished().map(run -> new Claim.Finished(run, directory.isReported()));
    }
}

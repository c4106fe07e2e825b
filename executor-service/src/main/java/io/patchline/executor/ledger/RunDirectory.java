package io.patchline.executor.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.MessageCodec;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the ledger keeps what belongs to one run: {@code <state>/ledger/<first two digits>/<hash of the id>.run-<n>/}. One directory for each
 * run, so that a run enters and leaves the ledger in one step.
 *
 * @param shard one of {@link Shards}
 * @param run the directory of this run
 */
record RunDirectory(Path shard, Path run) {
    /** As many earlier runs of a patch are looked at for other content under its id. */
    private static final int EARLIER_RUNS = 100;

    private static final String RUN = ".run-";
    private static final ObjectMapper JSON = MessageCodec.mapper();

    static RunDirectory of(Path ledger, RunKey key) {
        String hash = key.patch().hash();
        Path shard = Shards.of(ledger, hash);
        return new RunDirectory(shard, shard.resolve(hash + RUN + key.run()));
    }

    static boolean isRun(Path path) {
        return path.getFileName().toString().contains(RUN);
    }

    void create() throws IOException {
        DurableFiles.createDirectories(shard);
        Files.createDirectories(run);
    }

    /** That this run was begun is on disk when this returns, with the request. */
    void enter() throws IOException {
        DurableFiles.sync(run);
        DurableFiles.sync(shard);
    }

    /** Held under an OS lock while the run goes on; one line for each attempt that was started. */
    Path claim() {
        return run.resolve("claim");
    }

    /** The hash of the content that the id stands for; empty as long as the id is new. */
    Optional<String> fingerprint() throws IOException {
        String name = run.getFileName().toString();
        int end = name.indexOf(RUN) + RUN.length();
        int number = Integer.parseInt(name.substring(end));
        for (int earlier = number; earlier >= Math.max(1, number - EARLIER_RUNS); earlier--) {
            Path request = run.resolveSibling(name.substring(0, end) + earlier).resolve("patch.json");
            if (Files.exists(request)) {
                return Optional.of(Digest.sha256Hex(Files.readAllBytes(request)));
            }
        }
        return Optional.empty();
    }

    void keepRequest(byte[] body) throws IOException {
        if (!Files.exists(requestFile())) {
            DurableFiles.replace(requestFile(), body);
        }
    }

    Optional<RunRecord> finished() throws IOException {
        return Files.exists(outcomeFile()) ? Optional.of(OutcomeFile.read(outcomeFile())) : Optional.empty();
    }

    /** Somebody may have removed the ledger while the run went on: what is known of it must not be lost to that. */
    void finish(RunRecord record) throws IOException {
        create();
        DurableFiles.write(outcomeFile(), JSON.writeValueAsBytes(record));
        Files.setLastModifiedTime(outcomeFile(), FileTime.from(record.finishedAt()));
    }

    /** When the run was over, if it is and the broker has the report: nobody needs it any more but to know it again. */
    Optional<Instant> settledAt() throws IOException {
        try {
            return isReported()
                    ? Optional.of(Files.getLastModifiedTime(outcomeFile()).toInstant())
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    boolean isReported() {
        return Files.exists(reportedFile());
    }

    void markReported() throws IOException {
        try {
            Files.createFile(reportedFile());
        } catch (FileAlreadyExistsException e) {
            // Said twice.
        }
    }

    Path journals() {
        return run.resolve("journals");
    }

    private Path requestFile() {
        return run.resolve("patch.json");
    }

    private Path outcomeFile() {
        return run.resolve("outcome.json");
    }

    private Path reportedFile() {
        return run.resolve("reported");
    }
}

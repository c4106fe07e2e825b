package io.patchline.executor.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the ledger keeps what belongs to one run: {@code <state>/ledger/<first two digits>/<hash of the id>/run-<n>/}.
 *
 * @param patch the directory of the patch, shared by its runs
 * @param run the directory of this run
 */
record RunDirectory(Path patch, Path run) {
    private static final ObjectMapper JSON = MessageCodec.mapper();

    static RunDirectory of(Path ledger, RunKey key) {
        String hash = key.patch().hash();
        Path patch = ledger.resolve(hash.substring(0, 2)).resolve(hash);
        return new RunDirectory(patch, patch.resolve("run-" + key.run()));
    }

    void create() throws IOException {
        DurableFiles.createDirectories(run);
    }

    /** Held under an OS lock while the run goes on; one line for each attempt that was started. */
    Path claim() {
        return run.resolve("claim");
    }

    /** The hash of the content that the id stands for; empty as long as the id is new. */
    Optional<String> fingerprint() throws IOException {
        return Files.exists(fingerprintFile()) ? Optional.of(Files.readString(fingerprintFile())) : Optional.empty();
    }

    void keepRequest(String fingerprint, byte[] body) throws IOException {
        DurableFiles.write(patch.resolve("patch.json"), body);
        DurableFiles.write(fingerprintFile(), fingerprint.getBytes(StandardCharsets.UTF_8));
    }

    Optional<RunRecord> finished() throws IOException {
        return Files.exists(outcomeFile())
                ? Optional.of(JSON.readValue(outcomeFile().toFile(), RunRecord.class))
                : Optional.empty();
    }

    void finish(RunRecord record) throws IOException {
        DurableFiles.write(outcomeFile(), JSON.writeValueAsBytes(record));
    }

    boolean isReported() {
        return Files.exists(reportedFile());
    }

    void markReported() throws IOException {
        DurableFiles.write(reportedFile(), new byte[0]);
    }

    Path journals() {
        return run.resolve("journals");
    }

    private Path fingerprintFile() {
        return patch.resolve("fingerprint");
    }

    private Path outcomeFile() {
        return run.resolve("outcome.json");
    }

    private Path reportedFile() {
        return run.resolve("reported");
    }
}

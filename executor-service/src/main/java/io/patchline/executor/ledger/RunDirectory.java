package io.patchline.executor.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.executor.process.CommandRequest;
import io.patchline.message.ContentFingerprint;
import io.patchline.message.MessageCodec;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** What is smaller is not worth trimming: about what a run has that was trimmed. */
    static final long TRIMMED_BYTES = 4096;

    private static final String RUN = ".run-";
    private static final String ATTEMPT = "attempt-*";
    /** The hash of a request that was trimmed. */
    private static final String FINGERPRINT = "fingerprint";

    private static final String UNKNOWN = "unknown";
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

    /**
     * The hash of the request that is here, if one is: of a request that a dead machine left in part, nothing of the run had happened, or the claim knows the hash.
     */
    Optional<String> requestContent() throws IOException {
        Optional<String> trimmed = fingerprint();
        if (trimmed.isPresent()) {
            return trimmed;
        }
        try {
            return WholeJson.is(requestFile())
                    ? Optional.of(ContentFingerprint.of(Files.readAllBytes(requestFile())))
                    : Optional.empty();
        } catch (NoSuchFileException | FileNotFoundException e) {
            return fingerprint(); // if it was trimmed meanwhile
        }
    }

    private Optional<String> fingerprint() throws IOException {
        try {
            return Optional.of(Files.readString(run.resolve(FINGERPRINT)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The earlier runs of the same patch, the newest first; they may be in the ledger or not. */
    Stream<RunDirectory> earlier() {
        String name = run.getFileName().toString();
        int end = name.indexOf(RUN) + RUN.length();
        int number = Integer.parseInt(name.substring(end));
        return IntStream.iterate(
                        number - 1, earlier -> earlier >= Math.max(1, number - EARLIER_RUNS), earlier -> earlier - 1)
                .mapToObj(earlier -> new RunDirectory(shard, run.resolveSibling(name.substring(0, end) + earlier)));
    }

    /** Neither needs be on disk: the first start writes the hash into the claim, and a run that lost its credential's name counts as nobody's. */
    void keepRequest(byte[] body, String source) throws IOException {
        if (requestContent().isEmpty()) {
            DurableFiles.put(requestFile(), body);
            Files.writeString(sourceFile(), source);
        }
    }

    /** For a run that ends before it was started, so that no claim knows the hash. */
    void syncRequest() throws IOException {
        if (Files.exists(requestFile())) {
            DurableFiles.sync(requestFile());
        }
    }

    /** Whose request it is, by the name of the credential. */
    String source() throws IOException {
        try {
            return Files.readString(sourceFile());
        } catch (NoSuchFileException e) {
            return UNKNOWN;
        }
    }

    /** How many bytes the request, the outcome and the output of all attempts have. */
    long bulk() throws IOException {
        long bytes = size(requestFile()) + size(outcomeFile());
        for (Path output : outputs()) {
            bytes += size(output);
        }
        return bytes;
    }

    /**
     * Keeps of a settled run only what it is known by and how it ended. May be cut short and repeated.
     *
     * @param claim this run's
     * @param now what the file that held the output says
     */
    void trim(ClaimFile claim, Instant now) throws IOException {
        for (Path output : outputs()) {
            Files.writeString(output, "(removed on " + now + " because of patchline.ledger.keep-bytes)\n");
        }
        Optional<RunRecord> over = finished();
        if (over.isPresent() && size(outcomeFile()) > TRIMMED_BYTES / 2) {
            RunRecord shorter = over.get().withoutReport();
            DurableFiles.write(outcomeFile(), JSON.writeValueAsBytes(shorter));
            Files.setLastModifiedTime(outcomeFile(), FileTime.from(shorter.finishedAt()));
        }
        if (size(requestFile()) > 0) {
            String content = claim.content().orElse(ContentFingerprint.of(Files.readAllBytes(requestFile())));
            DurableFiles.write(run.resolve(FINGERPRINT), content.getBytes(StandardCharsets.US_ASCII));
            Files.delete(requestFile());
        }
    }

    private List<Path> outputs() throws IOException {
        List<Path> outputs = new ArrayList<>();
        try (DirectoryStream<Path> attempts = Files.newDirectoryStream(run, ATTEMPT)) {
            for (Path attempt : attempts) {
                Path output = attempt.resolve(CommandRequest.OUTPUT_FILE);
                if (Files.exists(output)) {
                    outputs.add(output);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return outputs;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** How the run ended, if it is over: an outcome that a dead machine left in part was never told, and counts for nothing. */
    Optional<RunRecord> finished() throws IOException {
        if (!Files.exists(outcomeFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(OutcomeFile.read(outcomeFile()));
        } catch (JsonProcessingException | CharConversionException e) {
            if (isReported() || WholeJson.is(outcomeFile())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Whoever wrote the outcome may have died before it was on disk: it must be before it is told. */
    void syncOutcome() throws IOException {
        DurableFiles.sync(outcomeFile());
        enter();
    }

    /** Somebody may have removed what is in the ledger while the run went on: what is known of it must not be lost to that. A ledger that is gone itself is not made anew. */
    void finish(RunRecord record) throws IOException {
        if (Files.isDirectory(shard.resolveSibling("."))) {
            create();
        }
        DurableFiles.put(outcomeFile(), JSON.writeValueAsBytes(record));
        DurableFiles.sync(outcomeFile());
        DurableFiles.sync(run);
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

    private Path sourceFile() {
        return run.resolve("source");
    }

    private Path outcomeFile() {
        return run.resolve("outcome.json");
    }

    private Path reportedFile() {
        return run.resolve("reported");
    }
}

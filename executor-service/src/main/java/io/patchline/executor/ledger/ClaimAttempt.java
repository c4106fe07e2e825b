package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The way of a run's directory to a claim. The caller is alone of this process at its {@link RunMutex}. */
record ClaimAttempt(RunDirectory directory, RunMutex gate, String executor, LongConsumer added) {

    /** Waits while another live process holds the claim. Empty if the run was forgotten meanwhile: then the file that was waited for is not the run's any more. */
    Optional<Claim> attempt(ClaimRequest request) throws IOException {
        directory.create();
        boolean known = Files.exists(directory.claim());
        FileChannel file = FileChannel.open(directory.claim(), CREATE, READ, WRITE);
        boolean keep = false;
        try {
            file.lock();
            ClaimFile claim = new ClaimFile(file);
            if (claim.isForgotten()) {
                return Optional.empty();
            }
            Claim answer = answer(request, claim, known);
            keep = answer instanceof Claim.Granted;
            return Optional.of(answer);
        } finally {
            if (!keep) {
                file.close();
            }
        }
    }

    private Claim answer(ClaimRequest request, ClaimFile claim, boolean known) throws IOException {
        Optional<String> content = knownContent(claim);
        if (content.isPresent() && !content.get().equals(request.fingerprint())) {
            return new Claim.Conflict(content.get());
        }
        Optional<RunRecord> over = directory.finished();
        if (over.isPresent()) {
            boolean reported = directory.isReported();
            if (!reported) {
                directory.syncOutcome();
            }
            return new Claim.Finished(over.get(), reported, claim.lastStart());
        }
        directory.keepRequest(request.body(), request.source());
        return new Claim.Granted(new ClaimedRun(this, claim, request.fingerprint(), !known && mayBeForgotten(request)));
    }

    /** The hash of the content that the id stands for; empty as long as the id is new. */
    private Optional<String> knownContent(ClaimFile claim) throws IOException {
        Optional<String> content = claim.content();
        if (content.isEmpty()) {
            content = directory.requestContent();
        }
        Iterator<RunDirectory> earlier = directory.earlier().iterator();
        while (content.isEmpty() && earlier.hasNext()) {
            content = contentOf(earlier.next());
        }
        return content;
    }

    /** One that somebody of this process is on has its request: that gets lost only if the machine dies. */
    private Optional<String> contentOf(RunDirectory earlier) throws IOException {
        Optional<String> content = earlier.requestContent();
        if (content.isPresent() || !gate.tryEnter(earlier.run())) {
            return content;
        }
        try {
            return ClaimFile.content(Files.readString(earlier.claim()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } finally {
            gate.leave(earlier.run());
        }
    }

    /** The clocks of those who accept patches and of those who carry them out may differ. */
    private boolean mayBeForgotten(ClaimRequest request) throws IOException {
        Instant horizon = Shards.horizon(directory.shard());
        return request.deliveredBefore()
                && !horizon.equals(Instant.MIN)
                && !request.acceptedAt().isAfter(horizon.plus(Retention.SHORTEST));
    }
}

package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Instant;
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
        Optional<String> content = directory.fingerprint();
        if (content.isPresent() && !content.get().equals(request.fingerprint())) {
            return new Claim.Conflict(content.get());
        }
        Optional<RunRecord> over = directory.finished();
        if (over.isPresent()) {
            return new Claim.Finished(over.get(), directory.isReported());
        }
        directory.keepRequest(request.body(), request.source());
        return new Claim.Granted(new ClaimedRun(this, claim, !known && mayBeForgotten(request)));
    }

    /** The clocks of those who accept patches and of those who carry them out may differ. */
    private boolean mayBeForgotten(ClaimRequest request) throws IOException {
        Instant horizon = Shards.horizon(directory.shard());
        return request.deliveredBefore()
                && !horizon.equals(Instant.MIN)
                && !request.acceptedAt().isAfter(horizon.plus(Retention.SHORTEST));
    }
}

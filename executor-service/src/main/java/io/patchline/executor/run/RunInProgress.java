package io.patchline.executor.run;

import io.patchline.broker.PatchMessage;
import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.process.Cancellation;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** A run that this process is on, from its claim to its report. */
public final class RunInProgress {
    private final PatchMessage message;
    private final Instant since;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch over = new CountDownLatch(1);

    RunInProgress(PatchMessage message, Instant since) {
        this.message = message;
        this.since = since;
    }

    public PatchMessage message() {
        return message;
    }

    public RunKey key() {
        return new RunKey(message.patch().id(), message.run());
    }

    public Instant since() {
        return since;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    void awaitEnd() throws InterruptedException {
        over.await();
    }

    void end() {
        over.countDown();
    }
}

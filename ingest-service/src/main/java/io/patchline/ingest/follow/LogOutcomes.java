package io.patchline.ingest.follow;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.MessageCodec;
import io.patchline.broker.MessageCodec.UndecodableException;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.Ingest;
import io.patchline.ingest.status.LogPages;
import io.patchline.outcome.Outcome;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Reads whole outcomes from the log. */
@Singleton
final class LogOutcomes {
    private final Ingest ingest;

    LogOutcomes(Ingest ingest) {
        this.ingest = ingest;
    }

    /** What came of an attempt. */
    record Ended(RunRef ref, Outcome outcome) {}

    /**
     * @param offset of the event that tells the outcome
     * @throws IOException if the log cannot be read, or does not reach back that far any more; its message says which
     */
    Ended at(long offset) throws IOException, InterruptedException {
        BrokerSession session = ingest.session().orElseThrow(() -> new IOException("the broker is away"));
        try {
            PatchEvent event = MessageCodec.readEvent(
                            new LogPages(session).at(offset).body())
                    .data();
            if (event instanceof PatchEvent.Finished finished) {
                return new Ended(finished.ref(), finished.outcome());
            }
            if (event instanceof PatchEvent.Retrying retrying) {
                return new Ended(retrying.ref(), retrying.outcome());
            }
        } catch (UndecodableException e) {
            throw new IOException("the log holds something else there: " + e.why(), e);
        }
        throw new IOException("the log holds something else there");
    }
}

package io.patchline.ingest.log;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.CurrentSession;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.outcome.Outcome;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Whole outcomes, by the place of their event in the log: the newest from memory, and the others from the log. */
@Singleton
public final class LogOutcomes {
    /** The message, its text, the outcome, and the answer as text and as bytes; texts beyond Latin-1 take two bytes a character. */
    private static final int COPIES = 8;

    private final RecentOutcomes recent;
    private final CurrentSession current;

    public LogOutcomes(RecentOutcomes recent, CurrentSession current) {
        this.recent = recent;
        this.current = current;
    }

    /** What came of an attempt. */
    public record Ended(RunRef ref, Outcome outcome) {
        public static Optional<Ended> by(PatchEvent event) {
            return switch (event) {
                case PatchEvent.Finished finished -> Optional.of(new Ended(finished.ref(), finished.outcome()));
                case PatchEvent.Retrying retrying -> Optional.of(new Ended(retrying.ref(), retrying.outcome()));
                default -> Optional.empty();
            };
        }
    }

    /** About how much memory it takes to read the outcome at this place and to answer with it, in bytes. */
    public long cost(long offset) {
        return COPIES * recent.size(offset);
    }

    /**
     * Blocks.
     *
     * @param offset of the event that tells the outcome
     * @throws IOException if the log cannot be read, or does not reach back that far any more; its message says which
     */
    public Ended at(long offset) throws IOException, InterruptedException {
        Optional<Ended> known = recent.at(offset);
        return known.isPresent() ? known.get() : read(offset);
    }

    private Ended read(long offset) throws IOException, InterruptedException {
        BrokerSession session = current.session().orElseThrow(() -> new IOException("the broker is away"));
        try {
            LogMessage message = new LogRangeReader(session).at(offset);
            return Ended.by(MessageCodec.readEvent(message.body()).data())
                    .orElseThrow(() -> new IOException("the log holds something else there"));
        } catch (UndecodableException e) {
            throw new IOException("the log holds something else there: " + e.why(), e);
        }
    }
}

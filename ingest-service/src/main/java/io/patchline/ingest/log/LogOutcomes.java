package io.patchline.ingest.log;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.CurrentSession;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.outcome.Outcome;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Whole outcomes, by the place of their event in the log: the newest from memory, and the others from the log. */
@Singleton
public final class LogOutcomes {
    /** The message, its text, the outcome, and the answer as text and as bytes; texts beyond Latin-1 take two bytes a character. */
    private static final int COPIES = 8;

    private final RecentOutcomes recent;
    private final RecentEvents events;
    private final CurrentSession current;

    public LogOutcomes(RecentOutcomes recent, RecentEvents events, CurrentSession current) {
        this.recent = recent;
        this.events = events;
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
     * @param patch whose outcome it is
     * @param offset of the event that tells it
     * @throws NotInLogException if the log does not hold it any more
     * @throws IOException if the log cannot be read; its message says why
     */
    public Ended at(PatchId patch, long offset) throws IOException, InterruptedException {
        Optional<Ended> known = recent.at(offset);
        Ended ended = known.isPresent() ? known.get() : read(offset);
        if (!ended.ref().patch().equals(patch)) {
            throw somethingElse();
        }
        return ended;
    }

    private Ended read(long offset) throws IOException, InterruptedException {
        if (offset > events.last()) {
            throw new NotInLogException("the log is another one than when the patch ended");
        }
        BrokerSession session = current.session().orElseThrow(() -> new IOException("the broker is away"));
        try {
            LogMessage message = new LogRangeReader(session).at(offset);
            return Ended.by(MessageCodec.readEvent(message.body()).data()).orElseThrow(LogOutcomes::somethingElse);
        } catch (UndecodableException e) {
            throw somethingElse();
        }
    }

    private static NotInLogException somethingElse() {
        return new NotInLogException("the log holds something else there: it is another one than when the patch ended");
    }
}

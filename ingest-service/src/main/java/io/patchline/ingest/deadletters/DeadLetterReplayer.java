package io.patchline.ingest.deadletters;

import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.message.LaneRelease;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Replays, replaces and discards dead letters, each in the order that makes a crash at any point harmless: first the broker confirms what is published, and then the letter is taken
 * out of its queue. What is there twice after a crash is one run to the ledger.
 */
public final class DeadLetterReplayer {
    /** The header that tells who sent the patch back, so that the log has it with the patch itself. */
    static final String REPLAYED_BY = "patchline-replayed-by";

    private final PatchPublisher publisher;
    private final Clock clock;

    public DeadLetterReplayer(PatchPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Sends the letter back to its lane as it was.
     *
     * @return whether the broker has it; if not, the letter stays where it is
     * @throws IOException if the letter could not be taken out any more: its run is on its way, and its copy is of no use
     */
    Confirmation sendBack(QueuedDeadLetter letter, PatchMessage message, DeadLetterEntry entry, String by)
            throws IOException {
        Confirmation sent = await(publisher.replay(message, Map.of(REPLAYED_BY, by), message.trace()));
        if (sent instanceof Confirmation.Confirmed) {
            publishEvent(EventEnvelope.of(
                    new PatchEvent.Replayed(
                            entry.ref(), entry.nextRun(), by, Optional.empty(), message.withHeld(), entry.letter()),
                    clock.instant()));
            letter.remove();
        }
        return sent;
    }

    /**
     * Sends the letter back, as one of many.
     *
     * @return false if there is no room for it at the moment: it stays where it is
     * @throws IOException if the broker is lost
     */
    public boolean trySendBack(QueuedDeadLetter letter, PatchMessage message, DeadLetterEntry entry, String by)
            throws IOException {
        return switch (sendBack(letter, message, entry, by)) {
            case Confirmation.Confirmed confirmed -> true;
            case Confirmation.Nacked nacked -> false;
            case Confirmation.Overloaded overloaded -> false;
            case Confirmation.Unroutable unroutable -> throw new IOException("a lane queue is missing");
            case Confirmation.Unavailable unavailable -> throw new IOException(unavailable.reason());
            // It was in the broker before: max_message_size is less now, or another broker's.
            case Confirmation.Unpublishable never ->
                throw new IOException("the broker can never take the dead letter "
                        + entry.ref().patch() + ": " + never.reason()
                        + "; raise its max_message_size, or discard the dead letter");
        };
    }

    /**
     * Orders that a lane is held no more.
     *
     * @return false if the lane queue is full
     * @throws IOException if the broker does not confirm it
     */
    public boolean release(LaneRelease order) throws IOException {
        Confirmation sent = await(publisher.publish(order));
        if (!(sent instanceof Confirmation.Confirmed || sent instanceof Confirmation.Nacked)) {
            throw new IOException("the broker did not confirm a release: " + sent);
        }
        return sent instanceof Confirmation.Confirmed;
    }

    /**
     * Sends a mended patch in the letter's place.
     *
     * @return whether the broker has it; if not, the letter stays where it is
     * @throws IOException if the letter could not be taken out any more
     */
    Confirmation replace(QueuedDeadLetter letter, PatchMessage mended, DeadLetterEntry entry, String by)
            throws IOException {
        Confirmation sent = await(publisher.replay(
                mended, Map.of(REPLAYED_BY, by), letter.message().flatMap(PatchMessage::trace)));
        if (sent instanceof Confirmation.Confirmed) {
            PatchId id = mended.patch().id();
            publishEvent(EventEnvelope.of(
                    new PatchEvent.Replayed(
                            entry.ref(), entry.nextRun(), by, Optional.of(id), mended.withHeld(), entry.letter()),
                    clock.instant()));
            letter.remove();
        }
        return sent;
    }

    /**
     * Takes the letter away for good.
     *
     * @throws IOException if the broker is lost; if the log has it already, the letter is gone as far as anybody can see
     */
    public void discard(QueuedDeadLetter letter, DeadLetterEntry entry, String by) throws IOException {
        publishEvent(EventEnvelope.of(
                new PatchEvent.Discarded(entry.ref(), entry.nextRun(), by, entry.letter()), clock.instant()));
        letter.remove();
    }

    /** Publishes that the dead letter is not in its queue any more. */
    public void publishVanished(DeadLetterEntry entry) throws IOException {
        publishEvent(EventEnvelope.of(
                new PatchEvent.Vanished(entry.ref(), entry.nextRun(), entry.letter()), clock.instant()));
    }

    /**
     * Publishes an event.
     *
     * @throws IOException if the broker does not confirm it
     */
    void publishEvent(EventEnvelope event) throws IOException {
        require(await(publisher.publishEvent(event)));
    }

    /**
     * Publishes a message.
     *
     * @throws IOException if the broker does not confirm it
     */
    public void write(OutgoingMessage message) throws IOException {
        require(await(publisher.publish(message)));
    }

    private static void require(Confirmation confirmation) throws IOException {
        if (!(confirmation instanceof Confirmation.Confirmed)) {
            throw new IOException("the broker did not confirm a message: " + confirmation);
        }
    }

    private static Confirmation await(CompletionStage<Confirmation> confirmation) {
        return confirmation.toCompletableFuture().join();
    }
}

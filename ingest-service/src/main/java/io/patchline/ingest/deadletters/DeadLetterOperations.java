package io.patchline.ingest.deadletters;

import io.patchline.broker.Confirmation;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.message.DeadLetterId;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Patch;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** What operators do with one dead letter. Two of them at once, here or at another replica: one act, and the other one is told. */
public final class DeadLetterOperations {
    private static final Duration LOCK_WITHIN = Duration.ofSeconds(15);
    private static final String AGAIN = " Nothing is lost: ask again after the pause in Retry-After.";

    private final DeadLetterIndex index;
    private final Predicate<DeadLetterEntry> holdsItsLane;
    private final DeadLetterLock.Source locks;
    private final DeadLetterReplayer sender;
    private final MendedPatches mended;
    private final Clock clock;

    public DeadLetterOperations(
            DeadLetterIndex index,
            Predicate<DeadLetterEntry> holdsItsLane,
            DeadLetterLock.Source locks,
            DeadLetterReplayer sender,
            MendedPatches mended,
            Clock clock) {
        this.index = index;
        this.holdsItsLane = holdsItsLane;
        this.locks = locks;
        this.sender = sender;
        this.mended = mended;
        this.clock = clock;
    }

    /** Something to do with a letter that is in hand. */
    private interface Act {
        OperationResult on(QueuedDeadLetter letter, DeadLetterEntry entry) throws IOException;
    }

    /**
     * Who acts and how.
     *
     * @param by the name of the credential
     * @param withHeld whether those that were set aside because of it shall follow it
     */
    public record Wish(String by, boolean withHeld) {}

    /** Sends it back to the end of its lane, as it was. */
    public OperationResult replay(DeadLetterId id, Wish wish) {
        return withLock(
                id,
                (letter, entry) -> letter.message()
                        .filter(message -> entry.isReplayable())
                        .map(message -> sendBack(letter, message.inHold(message.hold(), wish.withHeld()), entry, wish))
                        .orElseGet(() -> notReplayable(entry)));
    }

    /**
     * Sends a mended patch in its place.
     *
     * @param body the patch as at the webhook
     */
    public OperationResult mend(DeadLetterId id, byte[] body, Wish wish) {
        return withLock(id, (letter, entry) -> switch (mended.read(body, entry)) {
            case MendedPatches.Read.Wrong wrong -> wrong.answer();
            case MendedPatches.Read.Good good -> replace(letter, good.patch(), entry, wish);
        });
    }

    /** Takes it away for good. */
    public OperationResult discard(DeadLetterId id, String by) {
        return withLock(id, (letter, entry) -> {
            sender.discard(letter, entry, by);
            return new OperationResult.Removed();
        });
    }

    private OperationResult sendBack(QueuedDeadLetter letter, PatchMessage message, DeadLetterEntry entry, Wish wish) {
        if (wish.withHeld() && !isHolding(entry)) {
            return holdsNothing();
        }
        try {
            Confirmation sent = sender.sendBack(letter, message, entry, wish.by());
            return answer(sent, message);
        } catch (IOException e) {
            return unavailable(e);
        }
    }

    private OperationResult replace(QueuedDeadLetter letter, Patch patch, DeadLetterEntry entry, Wish wish)
            throws IOException {
        if (wish.withHeld() && !isHolding(entry)) {
            return holdsNothing();
        }
        Optional<LaneHold> part = entry.hold().filter(hold -> entry.ref().lane().equals(patch.lane()));
        PatchMessage message =
                PatchMessage.accepted(patch, clock.instant(), wish.by()).inHold(part, wish.withHeld());
        return answer(sender.replace(letter, message, entry, wish.by()), message);
    }

    /** What this replica has not read yet it knows at the lock: nobody is told that there is no such letter because another replica was ahead. */
    private OperationResult withLock(DeadLetterId id, Act act) {
        try (DeadLetterLock lock = locks.take(LOCK_WITHIN)) {
            Optional<DeadLetterEntry> entry = index.find(id);
            if (entry.isEmpty()) {
                return missing(id);
            }
            Optional<QueuedDeadLetter> letter = seek(lock, entry.get());
            if (letter.isEmpty()) {
                sender.publishVanished(entry.get());
                return OperationResult.NotDone.of(
                        ErrorCode.NOT_DEAD,
                        "The dead letter is not in its queue any more: somebody moved or purged it in the broker's"
                                + " console. GET /v1/patches/<id> shows what becomes of it.");
            }
            return act.on(letter.get(), entry.get());
        } catch (DeadLetterLock.TakenException e) {
            return OperationResult.NotDone.of(ErrorCode.DESK_TAKEN, "Somebody else is at the dead letters." + AGAIN);
        } catch (IOException e) {
            return unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OperationResult.NotDone.of(ErrorCode.BROKER_UNAVAILABLE, "The service is shutting down." + AGAIN);
        }
    }

    private static Optional<QueuedDeadLetter> seek(DeadLetterLock lock, DeadLetterEntry entry)
            throws IOException, InterruptedException {
        AtomicReference<Optional<QueuedDeadLetter>> found = new AtomicReference<>(Optional.empty());
        lock.walk(letter -> {
            boolean match = letter.id().equals(entry.id()) && letter.nextRun() == entry.nextRun();
            if (match) {
                found.set(Optional.of(letter));
            }
            return !match;
        });
        return found.get();
    }

    private OperationResult missing(DeadLetterId id) {
        return index.lastAct(id)
                .map(act -> OperationResult.NotDone.of(ErrorCode.NOT_DEAD, DeadLetterOperations.describe(act)))
                .orElseGet(() -> OperationResult.NotDone.of(
                        ErrorCode.NOT_FOUND,
                        "No dead letter of this name is known. GET /v1/dead-letters lists those that are."));
    }

    private static String describe(PatchEvent.DeadLetterEvent act) {
        String what = switch (act) {
            case PatchEvent.Replayed replayed ->
                "was sent back by " + replayed.by()
                        + replayed.replayedAs().map(id -> " as " + id).orElse("");
            case PatchEvent.Discarded discarded -> "was discarded by " + discarded.by();
            case PatchEvent.Vanished vanished -> "left its queue by the broker's console";
            case PatchEvent.DeadLettered dead -> "is among them no more";
        };
        return "The dead letter " + what + ". Nothing was done now.";
    }

    private boolean isHolding(DeadLetterEntry entry) {
        return entry.isHolder() && holdsItsLane.test(entry);
    }

    private static OperationResult holdsNothing() {
        return OperationResult.NotDone.of(
                ErrorCode.INVALID_REQUEST,
                "withHeld is for the patch that holds its lane, and this one holds none, or none any more. Leave it"
                        + " out; those that were set aside are found with reason=lane_held.");
    }

    private static OperationResult notReplayable(DeadLetterEntry entry) {
        return OperationResult.NotDone.of(
                ErrorCode.NOT_REPLAYABLE,
                entry.reason() == ErrorCode.ID_CONFLICT
                        ? "Another patch has this one's id, so it can never run under it. Send it under a new id: POST"
                                + " it to this dead letter's address with /mend, or discard it."
                        : "The message is no patch that this version can read. POST a patch to this dead letter's address"
                                + " with /mend, or discard it.");
    }

    private static OperationResult answer(Confirmation confirmation, PatchMessage message) {
        return switch (confirmation) {
            case Confirmation.Confirmed confirmed ->
                new OperationResult.Sent(
                        message.patch().id(), message.run(), message.patch().lane());
            case Confirmation.Nacked nacked ->
                OperationResult.NotDone.of(
                        ErrorCode.LANE_FULL, "The lane's queue is full; the dead letter stays where it is." + AGAIN);
            case Confirmation.Unroutable unroutable ->
                OperationResult.NotDone.of(ErrorCode.BROKER_UNAVAILABLE, "The lane's queue is missing." + AGAIN);
            case Confirmation.Unavailable unavailable ->
                OperationResult.NotDone.of(
                        ErrorCode.BROKER_UNAVAILABLE,
                        "The broker has not confirmed it: " + unavailable.reason() + "." + AGAIN
                                + " It cannot run twice.");
            case Confirmation.Unpublishable never ->
                OperationResult.NotDone.of(
                        ErrorCode.TOO_LARGE,
                        "The broker can never take this patch: " + never.reason()
                                + ". The dead letter stays where it is: POST a smaller patch to its address with"
                                + " /mend, or discard it.");
            case Confirmation.Overloaded overloaded ->
                OperationResult.NotDone.of(ErrorCode.OVERLOADED, "More waits for the broker than may wait." + AGAIN);
        };
    }

    private static OperationResult unavailable(IOException e) {
        return OperationResult.NotDone.of(
                ErrorCode.BROKER_UNAVAILABLE,
                "The broker was lost before the act was known to be done (" + e.getMessage() + ")." + AGAIN
                        + " What was sent cannot run twice.");
    }
}

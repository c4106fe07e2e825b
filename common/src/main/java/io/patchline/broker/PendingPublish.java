package io.patchline.broker;

import io.patchline.message.OutgoingMessage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A message on its way, from the hand-over to its one answer. */
final class PendingPublish {
    private final OutgoingMessage message;
    private final long handedOverNanos;
    private final CompletableFuture<Confirmation> answer = new CompletableFuture<>();
    private volatile Runnable onConfirmed = () -> {};
    private volatile Optional<String> returned = Optional.empty();

    PendingPublish(OutgoingMessage message, long handedOverNanos) {
        this.message = message;
        this.handedOverNanos = handedOverNanos;
    }

    OutgoingMessage message() {
        return message;
    }

    CompletableFuture<Confirmation> answer() {
        return answer;
    }

    boolean waitsSince(long nanos) {
        return handedOverNanos - nanos <= 0;
    }

    /** Answers it if it was handed over at or before this time and is not sent. Returns whether it did. */
    boolean expired(long nanos) {
        if (waitsSince(nanos)) {
            unavailable("it could not be sent in time: the broker reads nothing");
            return true;
        }
        return false;
    }

    /** The broker had no queue for it. Comes before the confirm of the same message. */
    void returned(String reason) {
        returned = Optional.of(reason);
    }

    /** Runs this when the broker has the message, before anybody hears of it. */
    void whenConfirmed(Runnable action) {
        onConfirmed = action;
    }

    void confirmed() {
        onConfirmed.run();
        answer.complete(
                returned.<Confirmation>map(Confirmation.Unroutable::new).orElseGet(Confirmation.Confirmed::new));
    }

    void nacked() {
        answer.complete(new Confirmation.Nacked());
    }

    void unpublishable(String reason) {
        answer.complete(new Confirmation.Unpublishable(reason));
    }

    void unavailable(String reason) {
        answer.complete(new Confirmation.Unavailable(reason));
    }
}

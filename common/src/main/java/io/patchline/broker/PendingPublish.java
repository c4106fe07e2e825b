package io.patchline.broker;

import io.patchline.message.OutgoingMessage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A message on its way, from the hand-over to its one answer. */
final class PendingPublish {
    private final OutgoingMessage message;
    private final long handedOverNanos;
    private final CompletableFuture<Confirmation> answer = new CompletableFuture<>();
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

    /** The broker had no queue for it. Comes before the confirm of the same message. */
    void returned(String reason) {
        returned = Optional.of(reason);
    }

    void confirmed() {
        answer.complete(
                returned.<Confirmation>map(Confirmation.Unroutable::new).orElseGet(Confirmation.Confirmed::new));
    }

    void nacked() {
        answer.complete(new Confirmation.Nacked());
    }

    void unavailable(String reason) {
        answer.complete(new Confirmation.Unavailable(reason));
    }
}

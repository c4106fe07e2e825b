package io.patchline.ingest.deadletters;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.DeadLetterId;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** A message of {@code patches.dead} in our hands. It goes back to its queue by itself unless it is removed. */
public final class QueuedDeadLetter {
    private final Removal removal;
    private final Map<String, Object> headers;
    private final byte[] body;
    private final DeadLetterId id;

    /** Takes one message out of its queue. */
    @FunctionalInterface
    interface Removal {
        /**
         * @throws IOException if the connection broke: then it is in its queue again
         */
        void remove() throws IOException;
    }

    QueuedDeadLetter(Removal removal, BasicProperties properties, byte[] body) {
        this.removal = removal;
        this.headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        this.body = body;
        this.id = name();
    }

    public DeadLetterId id() {
        return id;
    }

    public byte[] body() {
        return body;
    }

    /** The run that it asks for when it is sent back: 1 where it names none that there can be. */
    int nextRun() {
        return headers.get(PatchMessage.RUN) instanceof Number run
                        && run.longValue() >= 1
                        && run.longValue() <= Integer.MAX_VALUE
                ? run.intValue()
                : 1;
    }

    /** The patch and its run; empty if this version cannot read it. */
    public Optional<PatchMessage> message() {
        try {
            return Optional.of(PatchMessage.read(headers, body, deadAt().orElse(Instant.EPOCH)));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(Object::toString);
    }

    Optional<Long> number(String name) {
        return headers.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /** Why it is here: as it says itself, or as the broker says that put it here. */
    public ErrorCode reason() {
        if (header("x-first-death-reason").filter("delivery_limit"::equals).isPresent()) {
            return ErrorCode.DELIVERY_LIMIT;
        }
        return statedReason().orElseGet(() -> message().isPresent() ? ErrorCode.UNEXPLAINED : ErrorCode.UNDECODABLE);
    }

    Optional<Instant> deadAt() {
        try {
            return header(DeadLetterHeaders.DEAD_AT).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes it out of its queue for good.
     *
     * @throws IOException if the connection broke: then it is in its queue again
     */
    public void remove() throws IOException {
        removal.remove();
    }

    private Optional<ErrorCode> statedReason() {
        try {
            return header(DeadLetterHeaders.REASON).map(ErrorCode::ofWireName);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** From the headers where they tell: thousands are passed over to find one. */
    private DeadLetterId name() {
        Optional<ErrorCode> statedReason = statedReason();
        if (statedReason.equals(Optional.of(ErrorCode.UNDECODABLE))) {
            return DeadLetterId.ofBytes(body);
        }
        if (statedReason.equals(Optional.of(ErrorCode.ID_CONFLICT))) {
            return DeadLetterId.ofConflict(body);
        }
        return header(PatchMessage.PATCH)
                .flatMap(QueuedDeadLetter::patchId)
                .or(() -> message().map(message -> message.patch().id()))
                .map(DeadLetterId::of)
                .orElseGet(() -> DeadLetterId.ofBytes(body));
    }

    private static Optional<PatchId> patchId(String text) {
        try {
            return Optional.of(new PatchId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

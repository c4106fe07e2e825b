package io.patchline.broker;

import io.patchline.message.OutgoingMessage;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the broker is known never to take, and which messages it may have meant when it closed a channel on which there were several. Safe for use by several
 * threads.
 */
final class RefusedMessages {
    /** Beyond that all are let go: each is then found once more. */
    private static final int MOST_SUSPECTS = 10_000;

    private final long configured;
    private volatile long largest;
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    /**
     * @param largest the bytes that one message may have, until the broker says less
     */
    RefusedMessages(long largest) {
        this.configured = largest;
        this.largest = largest;
    }

    /** Another broker, or the same with another configuration, may take more. */
    void forgetLearnt() {
        largest = configured;
    }

    /** Why this message can never be published, if that is known. */
    Optional<String> reason(OutgoingMessage message) {
        int size = message.body().length;
        return size > largest
                ? Optional.of("it has %d bytes, and the broker takes %d".formatted(size, largest))
                : Optional.empty();
    }

    /** Whether it was on a channel that was closed for a message. */
    boolean isSuspect(OutgoingMessage message) {
        return suspects.contains(String.valueOf(message.properties().getMessageId()));
    }

    /** It was taken. */
    void acquit(OutgoingMessage message) {
        suspects.remove(String.valueOf(message.properties().getMessageId()));
    }

    /**
     * Answers those that waited on a channel which the broker closed for one of them.
     *
     * @param alone whether nothing else was ever published there
     */
    void settle(MessageRefusal refusal, Collection<PendingPublish> waiting, boolean alone) {
        refusal.largest().ifPresent(bytes -> largest = Math.min(largest, bytes));
        for (PendingPublish publish : waiting) {
            Optional<String> never = reason(publish.message());
            if (never.isPresent()) {
                publish.unpublishable(never.get());
            } else if (alone) {
                suspects.remove(id(publish));
                publish.unpublishable(refusal.reason());
            } else {
                if (refusal.largest().isEmpty()) {
                    suspect(id(publish));
                }
                publish.unavailable("the broker refused another message on the same channel");
            }
        }
    }

    private void suspect(String id) {
        if (suspects.size() >= MOST_SUSPECTS) {
            suspects.clear();
        }
        suspects.add(id);
    }

    private static String id(PendingPublish publish) {
        return String.valueOf(publish.message().properties().getMessageId());
    }
}

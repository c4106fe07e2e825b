package io.patchline.ingest.oauth.grant;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.ingest.oauth.grant.GrantIndex.Verdict;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stream of grants, read from its first message, in one session: a view that is whole once the marker written at its beginning has been read, and good
 * until the session ends. Takes messages on one thread at a time; asked by several.
 */
final class GrantReading {
    private final GrantIndex index = new GrantIndex();
    private final String marker;
    private final CompletableFuture<GrantReading> caughtUp = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Verdict>> awaited = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    /**
     * @param marker id of the message after which everything is read
     */
    GrantReading(String marker) {
        this.marker = marker;
    }

    GrantIndex index() {
        return index;
    }

    /** Completes with this when it is whole. */
    CompletableFuture<GrantReading> caughtUp() {
        return caughtUp.copy();
    }

    /** Whether it is whole and hears what is new. */
    boolean isCurrent() {
        return open && caughtUp.isDone() && !caughtUp.isCompletedExceptionally();
    }

    void take(BasicProperties properties, byte[] body) {
        String id = String.valueOf(properties.getMessageId());
        Verdict verdict = GrantMessages.read(properties, body).map(index::apply).orElse(Verdict.REFUSED);
        CompletableFuture<Verdict> waiting = awaited.remove(id);
        if (waiting != null) {
            waiting.complete(verdict);
        }
        if (id.equals(marker)) {
            caughtUp.complete(this);
        }
    }

    /** Completes when the message of this id is read; fails when the reading ends before. Whoever stops waiting cancels it. */
    CompletableFuture<Verdict> verdict(String id) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        awaited.put(id, verdict);
        if (!open) {
            verdict.completeExceptionally(new GrantsUnavailableException("the session with the broker ended"));
        }
        return verdict.whenComplete((known, failure) -> awaited.remove(id));
    }

    /** Nothing more comes. */
    void end() {
        open = false;
        GrantsUnavailableException ended = new GrantsUnavailableException("the session with the broker ended");
        caughtUp.completeExceptionally(ended);
        awaited.values().forEach(waiting -> waiting.completeExceptionally(ended));
    }
}

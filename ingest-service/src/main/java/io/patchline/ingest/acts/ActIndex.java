package io.patchline.ingest.acts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.event.EventEnvelope;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.ingest.log.LogListener;
import io.patchline.message.MessageCodec;
import io.patchline.message.PatchMessage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The acts that the log knows, the newest {@value #KEEP}: every replica knows the same. Safe for use by several threads. */
public final class ActIndex implements LogListener {
    static final int KEEP = 20_000;

    /** Those that are not over are good for minutes only. */
    private static final int CODES = 10_000;

    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final Logger LOG = LoggerFactory.getLogger(ActIndex.class);

    private final LinkedHashMap<String, Act> acts = new LinkedHashMap<>();
    private final LinkedHashMap<String, String> codes = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Boolean>> awaited = new HashMap<>();

    /** How many there are. */
    public synchronized int size() {
        return acts.size();
    }

    @Override
    public synchronized void accepted(PatchMessage message, long offset) {
        Act.ofRevert(message, offset).ifPresent(this::add);
    }

    @Override
    public synchronized void happened(EventEnvelope event, long offset) {
        Act.of(event, offset).ifPresent(this::add);
    }

    @Override
    public synchronized void onMessage(String type, byte[] body, long offset) {
        switch (type) {
            case ActMessage.TYPE ->
                RequestBody.parse(body, ActMessage.class)
                        .ifPresentOrElse(message -> done(message, offset), ActIndex::unreadable);
            case "patchline.dead-letters.job" ->
                job(body).map(order -> Act.ofOrder(order, offset)).ifPresent(this::add);
            case "patchline.dead-letters.job-end" ->
                job(body).flatMap(end -> Act.ofEnd(end, offset)).ifPresent(this::add);
            default -> {}
        }
    }

    /** All that are kept, the newest first. */
    synchronized List<Act> newestFirst() {
        return List.copyOf(acts.sequencedValues().reversed());
    }

    /** All that are kept, the oldest first. */
    synchronized List<Act> oldestFirst() {
        return new ArrayList<>(acts.values());
    }

    /**
     * Completes when the act of this id is read from the log, with whether it is the first that uses its code: of several replicas to which the same code is sent, one lets its holder in. Whoever stops waiting cancels it.
     */
    public synchronized CompletableFuture<Boolean> whenUsed(String id) {
        CompletableFuture<Boolean> used = new CompletableFuture<>();
        awaited.put(id, used);
        return used.whenComplete((first, cancelled) -> forget(id));
    }

    private synchronized void forget(String id) {
        awaited.remove(id);
    }

    private void done(ActMessage message, long offset) {
        boolean first = true;
        if (message.what().equals(ActMessage.CODE_USED)) {
            String user = codes.putIfAbsent(message.subject().orElse(""), message.id());
            first = user == null || user.equals(message.id());
            if (codes.size() > CODES) {
                codes.pollFirstEntry();
            }
        }
        if (first) {
            add(Act.of(message, offset));
        }
        CompletableFuture<Boolean> used = awaited.get(message.id());
        if (used != null) {
            used.complete(first);
        }
    }

    private void add(Act act) {
        acts.putIfAbsent(act.key(), act);
        if (acts.size() > KEEP) {
            acts.pollFirstEntry();
        }
    }

    private static Optional<JsonNode> job(byte[] body) {
        try {
            JsonNode job = JSON.readTree(body);
            Instant.parse(job.path("time").asText());
            return Optional.of(job);
        } catch (IOException | DateTimeException e) {
            unreadable();
            return Optional.empty();
        }
    }

    private static void unreadable() {
        LOG.atWarn().log("An act in the log cannot be read and is passed over; another version wrote it");
    }
}

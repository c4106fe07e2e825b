package io.patchline.ingest.log;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.EventEnvelope;
import io.patchline.ingest.publish.PublishedPatches;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the log into its listeners, every message once and in the order of the log. The live messages come from {@link LogReader}, from wherever it begins;
 * what lies between the last that was folded and the one that comes is read from the log before it. So it is after each lost
 * connection, and so it is at the start, when that is the whole log.
 *
 * <p>In each session it writes a marker to the log's end. When that is read, everything before it is folded. A log that was deleted and made anew
 * begins at offset 0 again, and is then read from its beginning: it is known by this session's marker at an offset that was folded before, or, where it is
 * longer than the one before already, by another message at the offset that was folded last. Folded by one thread.
 */
public final class LogProjector {
    /** The {@code type} property of a marker. */
    static final String MARKER = "patchline.log.marker";

    private static final int PERSISTENT = 2;
    private static final Logger LOG = LoggerFactory.getLogger(LogProjector.class);

    private final PublishedPatches published;
    private final RecentOutcomes outcomes;
    private final RecentEvents recentEvents;
    private final List<LogListener> listeners;
    private final Clock clock;
    private final ConcurrentMap<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
    private volatile String marker = "";
    private volatile boolean caughtUp;
    private volatile boolean inSession;
    private volatile boolean filling;
    private volatile Duration delay = Duration.ZERO;
    private long foldedUpTo = -1;
    private @Nullable LogMessage lastFolded;
    /** The marker of the session in which the log was found to be the one that was folded. */
    private String sameLogIn = "";

    private final AtomicLong messages = new AtomicLong();

    /**
     * @param published this service's own patches, which need not be decoded
     * @param listeners hear each message, in this order
     */
    public LogProjector(
            PublishedPatches published,
            RecentOutcomes outcomes,
            RecentEvents recentEvents,
            List<LogListener> listeners,
            Clock clock) {
        this.published = published;
        this.outcomes = outcomes;
        this.recentEvents = recentEvents;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    /** Reads what lies before a live message. */
    @FunctionalInterface
    interface Past {
        /** Everything from one offset up to another, without that. */
        void read(long from, long until, LogRangeReader.Sink sink) throws IOException, InterruptedException;
    }

    /** Whether the index once held everything that was in the log when this service started. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** {@code reading} until everything in the log has been read since the start; then {@code read}, or {@code unheard} while what is new in it is not heard. */
    public String state() {
        if (!caughtUp) {
            return "reading";
        }
        return inSession ? "read" : "unheard";
    }

    /** How long after it was written the newest message was read. */
    public Duration delay() {
        return delay;
    }

    /** How many messages were folded since this service started. */
    long messages() {
        return messages.get();
    }

    /** Whether this session's marker has been read: from there on nothing is missing. */
    public boolean isInSession() {
        return inSession;
    }

    /** Whether what lies between is being read at the moment: another marker would tell nothing new. */
    public boolean isFilling() {
        return filling;
    }

    /** A new session has begun: another marker is to be read. */
    public void beginSession() {
        inSession = false;
        marker = UUID.randomUUID().toString();
    }

    /** Tells followers that nothing comes any more. */
    public void close() {
        recentEvents.close();
    }

    /** The marker to write to the log's end in this session. */
    public OutgoingMessage marker() {
        return marker(marker);
    }

    /** A marker of somebody's own, to be written to the log's end; see {@link #whenRead}. */
    public static OutgoingMessage marker(String id) {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(id)
                .type(MARKER)
                .deliveryMode(PERSISTENT)
                .build();
        return new OutgoingMessage(Topology.PATCHES, Topology.LOG_MARKER_KEY, properties, new byte[0]);
    }

    /** Completes when the marker with this id is read: then everything that was in the log before it is known here. Whoever stops waiting cancels it. */
    public CompletableFuture<Void> whenRead(String id) {
        CompletableFuture<Void> read = new CompletableFuture<>();
        awaited.put(id, read);
        return read.whenComplete((done, cancelled) -> awaited.remove(id));
    }

    /**
     * Folds a live message, and before it what lies between.
     *
     * @throws IOException if that could not be read; the message is then not folded either
     */
    void live(LogMessage message, Past past) throws IOException, InterruptedException {
        String session = marker;
        if (isOurMarker(message) && message.offset() <= foldedUpTo && !inSession) {
            startOver(message.offset());
        }
        if (message.offset() > foldedUpTo && !session.equals(sameLogIn)) {
            if (!isLogAsBefore(past)) {
                startOver(message.offset());
            }
            sameLogIn = session;
        }
        if (message.offset() > foldedUpTo + 1) {
            fill(message.offset(), past);
        }
        fold(message);
    }

    private void startOver(long offset) {
        LOG.atWarn()
                .addKeyValue("offset", offset)
                .addKeyValue("known", foldedUpTo)
                .log("The log is another one than before; it is read from its beginning");
        foldedUpTo = -1;
        lastFolded = null;
        outcomes.clear();
        recentEvents.startOver();
    }

    /** Whether the log holds what was folded last. It reaches further than that; where retention has removed it, the log is taken for the same. */
    private boolean isLogAsBefore(Past past) throws IOException, InterruptedException {
        LogMessage last = lastFolded;
        if (last == null) {
            return true;
        }
        AtomicBoolean same = new AtomicBoolean(true);
        past.read(last.offset(), last.offset() + 1, found -> {
            same.set(found.offset() != last.offset() || last.isSame(found));
            return false;
        });
        return same.get();
    }

    /** Folds one message; what was folded before is passed over. */
    public void fold(LogMessage message) {
        if (message.offset() <= foldedUpTo) {
            return;
        }
        messages.incrementAndGet();
        try {
            dispatch(message);
        } catch (UndecodableException e) {
            recentEvents.pass(message.offset());
            LOG.atWarn()
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("cause", e.why())
                    .log("A message in the log cannot be read and is passed over");
        }
        foldedUpTo = message.offset();
        lastFolded = message;
        if (inSession && !caughtUp) {
            caughtUp = true;
            recentEvents.goLive();
        }
    }

    private void dispatch(LogMessage message) throws UndecodableException {
        switch (message.type()) {
            case PatchMessage.TYPE -> accepted(patch(message), message.offset());
            case MARKER -> passed(message);
            default -> other(message);
        }
    }

    private PatchMessage patch(LogMessage message) throws UndecodableException {
        Optional<PatchMessage> own = published.take(message.headers(), message.body());
        return own.isPresent() ? own.get() : PatchMessage.read(message.headers(), message.body(), clock.instant());
    }

    private void accepted(PatchMessage patch, long offset) {
        listeners.forEach(listener -> listener.accepted(patch, offset));
        delay = Duration.between(patch.acceptedAt(), clock.instant());
        recentEvents.add(LogEvent.of(offset, patch));
    }

    private void passed(LogMessage marker) {
        inSession |= isOurMarker(marker);
        CompletableFuture<Void> read = awaited.get(marker.id());
        if (read != null) {
            read.complete(null);
        }
        recentEvents.pass(marker.offset());
    }

    private void other(LogMessage message) throws UndecodableException {
        if (EventEnvelope.isType(message.type())) {
            EventEnvelope event = MessageCodec.readEvent(message.body());
            outcomes.keep(message.offset(), event.data(), message.body().length); // before who waits is woken
            listeners.forEach(listener -> listener.happened(event, message.offset()));
            delay = Duration.between(event.time(), clock.instant());
            recentEvents.add(LogEvent.of(message.offset(), event, message.body()));
            return;
        }
        listeners.forEach(listener -> listener.onMessage(message.type(), message.body(), message.offset()));
        recentEvents.pass(message.offset());
    }

    private boolean isOurMarker(LogMessage message) {
        return message.type().equals(MARKER) && message.id().equals(marker);
    }

    private void fill(long until, Past past) throws IOException, InterruptedException {
        Instant begin = clock.instant();
        long before = messages.get();
        filling = true;
        try {
            past.read(foldedUpTo + 1, until, message -> {
                fold(message);
                return true;
            });
        } finally {
            filling = false;
        }
        LOG.atInfo()
                .addKeyValue("messages", messages.get() - before)
                .addKeyValue("millis", Duration.between(begin, clock.instant()).toMillis())
                .log("The log is read");
    }
}

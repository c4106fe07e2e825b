package io.patchline.ingest.deadletters;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.publish.Accounts;
import io.patchline.ingest.publish.ConfirmMetrics;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.publish.PublishedPatches;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.LaneRelease;
import io.patchline.message.MessageCodec;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import io.patchline.trace.Tracing;
import io.patchline.transition.TransitionLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A queue of dead letters, its lock and the broker that confirms, without a broker: what is done to them is one list of steps, in order. The index hears what is published at once, as from
 * the log.
 */
public final class FakeDeadLetterQueue implements DeadLetterLock.Source {
    public static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** What was published and removed: {@code lane p#2}, {@code event replayed p}, {@code remove p}, {@code message <type>}. */
    public final List<String> steps = new ArrayList<>();

    public final List<OutgoingMessage> published = new ArrayList<>();
    public final DeadLetterIndex index = new DeadLetterIndex(100, 1 << 20);

    private final Map<String, QueuedDeadLetter> queue = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private Function<OutgoingMessage, Confirmation> broker = message -> new Confirmation.Confirmed();
    private boolean complete = true;
    private boolean taken;
    private boolean removalFails;
    private long offset;

    /** From now on the broker answers so to what goes to a lane; to everything else that it has it. */
    public void lanesAnswer(Confirmation confirmation) {
        broker = message -> message.exchange().equals(Topology.PATCHES) ? confirmation : new Confirmation.Confirmed();
    }

    /** From now on the broker answers so to events; to everything else that it has it. */
    public void eventsAnswer(Confirmation confirmation) {
        broker = message -> message.exchange().equals(Topology.RESULTS) ? confirmation : new Confirmation.Confirmed();
    }

    public void lockIsTaken() {
        taken = true;
    }

    /** A walk ends before everything was seen. */
    public void isSeenInPart() {
        complete = false;
    }

    /** The connection breaks when something is to be removed. */
    public void losesItsConnection() {
        removalFails = true;
    }

    public DeadLetterReplayer replayer() {
        Accounts accounts = new Accounts(
                new TransitionLog(false),
                Tracing.to(Optional.empty(), 1, new Tracing.Service("test", "test")),
                new ConfirmMetrics(new SimpleMeterRegistry()));
        return new DeadLetterReplayer(
                new PatchPublisher(this::publish, new Topology(8), new PublishedPatches(), accounts, CLOCK), CLOCK);
    }

    /** A patch that failed in this run lies in the queue, and the log tells of it. */
    public void dead(String id, int run, ErrorCode reason) {
        dead(id, run, reason, Optional.empty());
    }

    public void dead(String id, int run, ErrorCode reason, Optional<LaneHold> hold) {
        told(id, run, reason, hold);
        queued(id, run, reason, hold);
    }

    /** The log tells of it, and it is not in the queue. */
    public void told(String id, int run, ErrorCode reason, Optional<LaneHold> hold) {
        happened(new PatchEvent.DeadLettered(
                ref(id, run), reason, "it failed", run + 1, Optional.empty(), Optional.empty(), hold));
    }

    /** It is in the queue, and the log does not tell of it. */
    public void queued(String id, int run, ErrorCode reason, Optional<LaneHold> hold) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(PatchMessage.PATCH, id);
        headers.put(PatchMessage.RUN, run + 1);
        headers.put(DeadLetterHeaders.REASON, reason.wireName());
        headers.put(DeadLetterHeaders.DEAD_AT, NOW.toString());
        hold.map(DeadLetterHeaders::of).ifPresent(headers::putAll);
        String key = id + "#" + (run + 1);
        BasicProperties properties =
                new BasicProperties.Builder().headers(headers).build();
        queue.put(key, new QueuedDeadLetter(() -> remove(key), properties, patch(id)));
        order.add(key);
    }

    public static byte[] patch(String id) {
        return ("{\"id\":\"" + id + "\",\"lane\":\"l\",\"actions\":[{\"type\":\"run_command\",\"script\":\"true\"}],"
                        + "\"options\":{\"timeout\":\"PT5M\",\"retries\":0,\"idempotent\":false,\"dryRun\":false,\"onFailure\":\"rollback\"},"
                        + "\"metadata\":{},\"extra\":{}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static RunRef ref(String id, int run) {
        return new RunRef(new PatchId(id), run, 1, new Lane("l"), "e");
    }

    public void happened(PatchEvent event) {
        index.happened(EventEnvelope.of(event, NOW), ++offset);
    }

    /** What is in the queue now, the oldest first, as {@code p#2}: the patch, and the run that it asks for. */
    public List<String> inQueue() {
        return List.copyOf(order);
    }

    @Override
    public DeadLetterLock take(Duration atMost) throws DeadLetterLock.TakenException {
        if (taken) {
            throw new DeadLetterLock.TakenException();
        }
        return new DeadLetterLock() {
            @Override
            public boolean walk(DeadLetterQueueBrowser.Visitor visitor) {
                for (String key : List.copyOf(order)) {
                    if (!visitor.sees(Objects.requireNonNull(queue.get(key)))) {
                        return false;
                    }
                }
                return complete;
            }

            @Override
            public void close() {}
        };
    }

    private void remove(String key) throws IOException {
        if (removalFails) {
            throw new IOException("the connection broke");
        }
        steps.add("remove " + key.substring(0, key.indexOf('#')));
        queue.remove(key);
        order.remove(key);
    }

    private CompletionStage<Confirmation> publish(OutgoingMessage message) {
        published.add(message);
        steps.add(step(message));
        Confirmation answer = broker.apply(message);
        if (answer instanceof Confirmation.Confirmed && message.exchange().equals(Topology.RESULTS)) {
            happened(event(message).data());
        }
        return CompletableFuture.completedStage(answer);
    }

    private static String step(OutgoingMessage message) {
        if (message.exchange().equals(Topology.RESULTS)) {
            EventEnvelope event = event(message);
            return "event " + event.data().what() + " " + event.data().ref().patch();
        }
        return switch (message.properties().getType()) {
            case PatchMessage.TYPE ->
                "lane " + message.properties().getMessageId() + "#"
                        + message.properties().getHeaders().get(PatchMessage.RUN);
            case LaneRelease.TYPE -> "release l";
            default -> "message " + message.properties().getType();
        };
    }

    private static EventEnvelope event(OutgoingMessage message) {
        try {
            return MessageCodec.readEvent(message.body());
        } catch (MessageCodec.UndecodableException e) {
            throw new AssertionError(e);
        }
    }
}

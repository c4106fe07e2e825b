package io.patchline.message;

import static java.util.Map.entry;

import io.patchline.event.PatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Every exchange, queue and binding that Patchline needs, as a table. What operators tune (lengths, retention) is not here but in
 * policies, because a queue's arguments can never be changed (docs/decisions/0004).
 *
 * @param lanes the number of lane queues: 1 to {@value #MOST_LANES}, the same for every service on a broker
 */
public record Topology(int lanes) {
    /** More lane queues than this are a mistake: each is a quorum queue with a log of its own. */
    public static final int MOST_LANES = 256;

    public static final String PATCHES = "patches";
    public static final String RESULTS = "patches.results";
    public static final String LOG = "patches.log";
    public static final String DEAD_LETTERS = "patches.dlx";
    public static final String DEAD = "patches.dead";
    public static final String CONTROL = "patches.control";
    public static final String CANCELLED = "patches.cancelled";
    public static final String UNROUTED = "patches.unrouted";

    /** Holds the token of whoever may take dead letters out; see docs/decisions/0041. */
    public static final String DESK = "patches.desk";

    /** The routing key by which {@link #PATCHES} reaches {@link #DESK}. */
    public static final String DESK_KEY = "desk";

    /** What persons allowed to OAuth clients; see docs/decisions/0123. */
    public static final String GRANTS = "patches.grants";

    /** The routing key by which {@link #PATCHES} reaches {@link #GRANTS}: no executor may publish there. */
    public static final String GRANT_KEY = "grant";

    /** Outcomes that are to be sent to somebody now. */
    public static final String CALLBACKS = "patches.callbacks";

    /** The routing key by which {@link #RESULTS} reaches {@link #CALLBACKS}. */
    public static final String CALLBACK_KEY = "callback";

    /** How many queues hold callbacks that wait to be sent again. */
    public static final int CALLBACK_WAITS = 6;

    /** The routing key by which {@link #PATCHES} reaches the log and nothing else: for the marker of its end. */
    public static final String LOG_MARKER_KEY = "log.marker";

    /** The routing key by which {@link #RESULTS} reaches {@link #CANCELLED} and nothing else: for the marker of its end. */
    public static final String CANCELLED_MARKER_KEY = "cancel.marker";

    /** Retention works by whole segments: of a stream of small messages they must be small. */
    static final int CANCELLED_SEGMENT_BYTES = 5_000_000;

    /** The same. */
    static final int GRANTS_SEGMENT_BYTES = 5_000_000;

    /** A lane queue's deliveries before the broker itself gives up: a last resort, lost connections count too. */
    static final int LANE_DELIVERY_LIMIT = 50;

    /** Out of reach: looking at dead letters counts as delivery and must never lose one. */
    static final int DEAD_DELIVERY_LIMIT = 1_000_000;

    /**
     * @throws IllegalArgumentException if the number of lanes is out of bounds
     */
    public Topology {
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("patchline.lanes must be 1 to " + MOST_LANES + ", is " + lanes);
        }
    }

    /** An exchange, durable. */
    public record Exchange(String name, String type, Map<String, Object> arguments) {}

    /** A queue, durable. */
    public record Queue(String name, Map<String, Object> arguments) {}

    /** From an exchange to a queue. */
    public record Binding(String exchange, String queue, String key) {}

    /** The name of a lane queue. */
    public static String laneQueue(int number) {
        return "patches.lane." + number;
    }

    /** The routing key by which {@link #PATCHES} reaches a lane queue. */
    public static String laneKey(int number) {
        return "lane." + number;
    }

    /** The name of a queue in which callbacks wait, and out of which they come back to {@link #CALLBACKS} when their time is over. */
    public static String callbackWait(int number) {
        return "patches.callbacks.wait." + number;
    }

    /** The routing key by which {@link #RESULTS} reaches such a queue. */
    public static String callbackWaitKey(int number) {
        return "callback.wait." + number;
    }

    public List<Exchange> exchanges() {
        return List.of(
                new Exchange(UNROUTED, "fanout", Map.of()),
                new Exchange(PATCHES, "topic", Map.of("alternate-exchange", UNROUTED)),
                new Exchange(RESULTS, "topic", Map.of()),
                new Exchange(DEAD_LETTERS, "fanout", Map.of()),
                new Exchange(CONTROL, "fanout", Map.of()));
    }

    /** The lane queues come last and from the highest down: where {@code patches.lane.0} is, everything is. */
    public List<Queue> queues() {
        List<Queue> queues = new ArrayList<>();
        queues.add(new Queue(UNROUTED, Map.of("x-queue-type", "quorum")));
        queues.add(new Queue(DEAD, Map.of("x-queue-type", "quorum", "x-delivery-limit", DEAD_DELIVERY_LIMIT)));
        queues.add(new Queue(
                DESK,
                Map.of(
                        "x-queue-type",
                        "quorum",
                        "x-single-active-consumer",
                        true,
                        "x-delivery-limit",
                        DEAD_DELIVERY_LIMIT)));
        queues.add(new Queue(LOG, Map.of("x-queue-type", "stream")));
        queues.add(new Queue(
                CANCELLED,
                Map.of("x-queue-type", "stream", "x-stream-max-segment-size-bytes", CANCELLED_SEGMENT_BYTES)));
        queues.add(new Queue(
                GRANTS, Map.of("x-queue-type", "stream", "x-stream-max-segment-size-bytes", GRANTS_SEGMENT_BYTES)));
        queues.add(new Queue(CALLBACKS, Map.of("x-queue-type", "quorum", "x-delivery-limit", DEAD_DELIVERY_LIMIT)));
        callbackWaits()
                .mapToObj(n -> new Queue(callbackWait(n), WAIT_ARGUMENTS))
                .forEach(queues::add);
        laneNumbersDown().mapToObj(n -> new Queue(laneQueue(n), LANE_ARGUMENTS)).forEach(queues::add);
        return List.copyOf(queues);
    }

    /**
     * The log is bound by the lanes' own keys and not by {@code #}: a message with any other key then has no queue, and the alternate
     * exchange keeps it visible.
     */
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(new Binding(UNROUTED, UNROUTED, ""));
        bindings.add(new Binding(DEAD_LETTERS, DEAD, ""));
        bindings.add(new Binding(RESULTS, LOG, "patch.#"));
        bindings.add(new Binding(RESULTS, CANCELLED, PatchEvent.CancelRequested.ROUTING_KEY));
        bindings.add(new Binding(RESULTS, CANCELLED, CANCELLED_MARKER_KEY));
        bindings.add(new Binding(RESULTS, CALLBACKS, CALLBACK_KEY));
        callbackWaits().forEach(n -> bindings.add(new Binding(RESULTS, callbackWait(n), callbackWaitKey(n))));
        bindings.add(new Binding(PATCHES, LOG, LOG_MARKER_KEY));
        bindings.add(new Binding(PATCHES, DESK, DESK_KEY));
        bindings.add(new Binding(PATCHES, GRANTS, GRANT_KEY));
        laneNumbersDown().forEach(n -> {
            bindings.add(new Binding(PATCHES, LOG, laneKey(n)));
            bindings.add(new Binding(PATCHES, laneQueue(n), laneKey(n)));
        });
        return List.copyOf(bindings);
    }

    private static IntStream callbackWaits() {
        return IntStream.range(0, CALLBACK_WAITS);
    }

    private IntStream laneNumbersDown() {
        return IntStream.iterate(lanes - 1, n -> n >= 0, n -> n - 1);
    }

    private static final Map<String, Object> LANE_ARGUMENTS = Map.ofEntries(
            entry("x-queue-type", "quorum"),
            entry("x-single-active-consumer", true),
            entry("x-delivery-limit", LANE_DELIVERY_LIMIT),
            entry("x-dead-letter-exchange", DEAD_LETTERS),
            entry("x-dead-letter-strategy", "at-least-once"),
            entry("x-overflow", "reject-publish"));

    /** Each message says itself how long it waits; whoever comes out is never lost on the way back. */
    private static final Map<String, Object> WAIT_ARGUMENTS = Map.of(
            "x-queue-type", "quorum",
            "x-dead-letter-exchange", RESULTS,
            "x-dead-letter-routing-key", CALLBACK_KEY,
            "x-dead-letter-strategy", "at-least-once",
            "x-overflow", "reject-publish");
}

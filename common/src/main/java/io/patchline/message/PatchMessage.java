package io.patchline.message;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.LaneHold;
import io.patchline.patch.CallbackUrl;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchId;
import io.patchline.trace.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A patch as a message: its bytes, and in the headers what is not the submitter's to say.
 *
 * @param content the patch as {@link MessageCodec} writes it
 * @param run the number of the run that this message asks for: 1 from the webhook
 * @param acceptedAt when the ingest service took it
 * @param source who submitted it, by the name of the credential
 * @param address from where: the address of the sender, where it is known and to be kept
 * @param callback where the outcome is sent: the patch's own, or the configured one
 * @param hold the part in a hold on its lane that it had when it was sent back
 * @param withHeld whether those that were set aside because of it shall follow it
 * @param trace the place in a trace that it goes on from
 * @param decision what was decided of its commit, where this run is to carry that out and not the patch's actions
 */
public record PatchMessage(
        Patch patch,
        PatchContent content,
        int run,
        Instant acceptedAt,
        String source,
        Optional<String> address,
        Optional<CallbackUrl> callback,
        Optional<LaneHold> hold,
        boolean withHeld,
        Optional<TraceParent> trace,
        Optional<ReviewDecision> decision) {
    /** The header with the number of the run; whoever sends a dead letter back sends it as it stands. */
    public static final String RUN = "patchline-run";

    /** The header that says that those that were set aside because of this patch shall follow it. */
    public static final String WITH_HELD = "patchline-with-held";

    /** The header with the time of acceptance, ISO 8601 in UTC. */
    public static final String ACCEPTED_AT = "patchline-accepted-at";

    /** The header with the name of the credential. */
    public static final String SOURCE = "patchline-source";

    /** The header with the address of the sender. */
    public static final String ADDRESS = "patchline-sender-address";

    /** The header with the address to which the outcome is sent. */
    public static final String CALLBACK = "patchline-callback";

    /** The header with the patch's id, for whoever reads the queue in the console. */
    public static final String PATCH = "patchline-patch";

    /** The {@code type} property of a patch's message. */
    public static final String TYPE = "patchline.patch";

    private static final int SHORT_STRING_BYTES = 255;
    private static final int PERSISTENT = 2;

    /** A message with these bytes. */
    public PatchMessage(
            Patch patch,
            byte[] body,
            int run,
            Instant acceptedAt,
            String source,
            Optional<String> address,
            Optional<CallbackUrl> callback,
            Optional<LaneHold> hold,
            boolean withHeld,
            Optional<TraceParent> trace,
            Optional<ReviewDecision> decision) {
        this(patch, PatchContent.of(body), run, acceptedAt, source, address, callback, hold, withHeld, trace, decision);
    }

    /** The message of a patch that was just accepted. */
    public static PatchMessage accepted(Patch patch, Instant now, String source) {
        return new PatchMessage(
                patch,
                PatchContent.written(
                        MessageCodec.write(patch), !patch.pointers().isEmpty()),
                1,
                now,
                source,
                Optional.empty(),
                patch.callback(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** The same message, with this callback if the patch has none of its own. */
    public PatchMessage orCallback(Optional<CallbackUrl> configured) {
        return new PatchMessage(
                patch,
                content,
                run,
                acceptedAt,
                source,
                address,
                callback.or(() -> configured),
                hold,
                withHeld,
                trace,
                decision);
    }

    /** The same message, in the place of the patch that holds its lane. */
    public PatchMessage inHold(Optional<LaneHold> part, boolean heldShallFollow) {
        return new PatchMessage(
                patch, content, run, acceptedAt, source, address, callback, part, heldShallFollow, trace, decision);
    }

    /** The same message, going on from this place in a trace. */
    public PatchMessage within(Optional<TraceParent> place) {
        return new PatchMessage(
                patch, content, run, acceptedAt, source, address, callback, hold, withHeld, place, decision);
    }

    /** The same message, sent from there. */
    public PatchMessage from(Optional<String> sender) {
        return new PatchMessage(
                patch, content, run, acceptedAt, source, sender, callback, hold, withHeld, trace, decision);
    }

    /** The message of the run that carries this decision out, outside of any hold. */
    public PatchMessage decided(int nextRun, ReviewDecision what) {
        return new PatchMessage(
                patch,
                content,
                nextRun,
                acceptedAt,
                source,
                address,
                callback,
                Optional.empty(),
                false,
                trace,
                Optional.of(what));
    }

    /** The same message, for the patch's actions, whatever was decided of what they made before. */
    public PatchMessage undecided() {
        return new PatchMessage(
                patch, content, run, acceptedAt, source, address, callback, hold, withHeld, trace, Optional.empty());
    }

    /**
     * Reads a delivered message. Without our headers it is a patch that somebody published by other means: the first run, accepted now.
     *
     * @throws MessageCodec.UndecodableException if the body is no patch, or a header is not what it should be
     */
    public static PatchMessage read(Map<String, Object> headers, byte[] body, Instant now)
            throws MessageCodec.UndecodableException {
        Patch patch = MessageCodec.readPatch(body);
        Instant acceptedAt =
                text(headers, ACCEPTED_AT).flatMap(PatchMessage::instant).orElse(now);
        return new PatchMessage(
                patch,
                PatchContent.of(body),
                runNumber(headers),
                acceptedAt,
                text(headers, SOURCE).orElse("unknown"),
                text(headers, ADDRESS),
                text(headers, CALLBACK).flatMap(PatchMessage::callbackUrl).or(patch::callback),
                DeadLetterHeaders.hold(headers),
                Boolean.TRUE.equals(headers.get(WITH_HELD)),
                text(headers, TraceParent.HEADER).flatMap(TraceParent::parse),
                ReviewDecision.read(headers));
    }

    /** The message for the patch's lane queue, and so also for the log. */
    public OutgoingMessage toLane(Topology topology) {
        return toLane(topology, Map.of());
    }

    /** The same with these headers besides its own. */
    public OutgoingMessage toLane(Topology topology, Map<String, Object> more) {
        Map<String, Object> headers = new HashMap<>(more);
        headers.put(RUN, run);
        hold.map(DeadLetterHeaders::of).ifPresent(headers::putAll);
        if (withHeld) {
            headers.put(WITH_HELD, true);
        }
        int lane = patch.lane().queue(topology.lanes());
        return new OutgoingMessage(Topology.PATCHES, Topology.laneKey(lane), properties(headers), body());
    }

    /** The properties of this patch's message with these headers besides its own. */
    public BasicProperties properties(Map<String, Object> more) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(PATCH, patch.id().value());
        headers.put(ACCEPTED_AT, acceptedAt.toString());
        headers.put(SOURCE, source);
        address.ifPresent(sender -> headers.put(ADDRESS, sender));
        callback.ifPresent(url -> headers.put(CALLBACK, url.value()));
        trace.ifPresent(place -> headers.put(TraceParent.HEADER, place.header()));
        decision.map(ReviewDecision::headers).ifPresent(headers::putAll);
        headers.putAll(more);
        return new BasicProperties.Builder()
                .messageId(messageId(patch.id()))
                .type(TYPE)
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .timestamp(Date.from(acceptedAt))
                .headers(headers)
                .build();
    }

    /** The bytes of the message, not to be changed. */
    public byte[] body() {
        return content.body();
    }

    /** By what the patch is known again: the same content has the same fingerprint. */
    public String fingerprint() {
        return content.fingerprint();
    }

    /** The id itself, or its hash where AMQP's short string has no room for it. */
    private static String messageId(PatchId id) {
        boolean fits = id.value().getBytes(StandardCharsets.UTF_8).length <= SHORT_STRING_BYTES;
        return fits ? id.value() : id.hash();
    }

    private static int runNumber(Map<String, Object> headers) throws MessageCodec.UndecodableException {
        Object run = headers.getOrDefault(RUN, 1);
        if (run instanceof Number number && number.longValue() >= 1 && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new MessageCodec.UndecodableException("the header " + RUN + " is not a whole number from 1");
    }

    private static Optional<String> text(Map<String, Object> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(Object::toString);
    }

    private static Optional<CallbackUrl> callbackUrl(String text) {
        try {
            return Optional.of(new CallbackUrl(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}

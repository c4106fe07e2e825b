package io.patchline.ingest.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.event.EventEnvelope;
import io.patchline.event.RunRef;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.PatchMessage;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * A message of the log as followers get it.
 *
 * @param what {@code queued}, {@code started}, {@code succeeded} and so on
 * @param json a CloudEvent in structured JSON mode, on one line
 */
public record LogEvent(long offset, PatchId patch, Lane lane, String what, byte[] json) {
    private static final ObjectMapper JSON = MessageCodec.mapper();
    /** What is told of a patch that was accepted. */
    public static final String QUEUED = "queued";

    /** That a patch was accepted, in the form of the executors' events; the log itself holds the patch instead. */
    private record QueuedEnvelope(
            String specversion,
            String id,
            String source,
            String type,
            String subject,
            Instant time,
            String datacontenttype,
            Queued data) {}

    private record Queued(
            String event,
            PatchId patch,
            int run,
            Lane lane,
            Optional<String> role,
            Optional<String> target,
            String source) {}

    public static LogEvent of(long offset, PatchMessage message) {
        PatchId id = message.patch().id();
        Queued data = new Queued(
                QUEUED,
                id,
                message.run(),
                message.patch().lane(),
                message.patch().role(),
                message.patch().targetFile(),
                message.source());
        QueuedEnvelope envelope = new QueuedEnvelope(
                "1.0",
                id.hash() + "-" + message.run() + "-0-" + QUEUED,
                "/patchline/ingest",
                "patchline.patch." + QUEUED,
                id.value(),
                message.acceptedAt(),
                "application/json",
                data);
        return new LogEvent(offset, id, message.patch().lane(), QUEUED, bytes(envelope));
    }

    public static LogEvent of(long offset, EventEnvelope event, byte[] body) {
        RunRef ref = event.data().ref();
        return new LogEvent(offset, ref.patch(), ref.lane(), event.data().what(), body);
    }

    /** Reads a message of the log; empty for one that is no patch and no event. */
    public static Optional<LogEvent> read(LogMessage message, Clock clock) {
        try {
            if (message.type().equals(PatchMessage.TYPE)) {
                return Optional.of(
                        of(message.offset(), PatchMessage.read(message.headers(), message.body(), clock.instant())));
            }
            return EventEnvelope.isType(message.type())
                    ? Optional.of(of(message.offset(), MessageCodec.readEvent(message.body()), message.body()))
                    : Optional.empty();
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(QueuedEnvelope envelope) {
        try {
            return JSON.writeValueAsBytes(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an event", e);
        }
    }
}

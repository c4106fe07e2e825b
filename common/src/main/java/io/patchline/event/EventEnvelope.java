package io.patchline.event;

import io.patchline.patch.PatchId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A {@link PatchEvent} as it travels: a CloudEvents 1.0 event in structured JSON mode. (Source: CloudEvents specification 1.0.2 and its
 * JSON format.)
 *
 * @param specversion {@code 1.0}
 * @param id the same each time the same fact is published, so that a receiver can drop what it has seen
 * @param source {@code /patchline/ingest}, or {@code /patchline/executors/<name>}, the name percent-encoded: a URI reference, as the specification asks
 * @param type {@code patchline.patch.<what>}
 * @param subject the patch's id
 * @param time when it happened
 * @param datacontenttype {@code application/json}
 */
public record EventEnvelope(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        PatchEvent data) {

    /** The media type of the envelope. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private static final String TYPE_PREFIX = "patchline.patch.";
    private static final String INGEST = "/patchline/ingest";

    public EventEnvelope {
        if (!specversion.equals("1.0") || !type.equals(TYPE_PREFIX + data.what())) {
            throw new IllegalArgumentException("not an event of ours: CloudEvents " + specversion + ", type " + type);
        }
    }

    /** Whether a message of this type is an event of ours. */
    public static boolean isType(String type) {
        return type.startsWith(TYPE_PREFIX);
    }

    /** The envelope of a fact that happened at this time. */
    public static EventEnvelope of(PatchEvent event, Instant time) {
        RunRef ref = event.ref();
        return new EventEnvelope(
                "1.0",
                id(event),
                source(event),
                TYPE_PREFIX + event.what(),
                ref.patch().value(),
                time,
                "application/json",
                event);
    }

    /** Without dots: Standard Webhooks uses the dot to separate the id from what it signs. In the same digits whatever the locale. */
    private static String id(PatchEvent event) {
        RunRef ref = event.ref();
        int attempt = event instanceof PatchEvent.OfRun ? 0 : ref.attempt();
        String id = about(event).hash() + "-" + ref.run() + "-" + attempt + "-" + event.what();
        return event instanceof PatchEvent.Callback callback ? id + "-" + callback.tries() : id;
    }

    /** A dead letter that shares its patch's id with another has facts of its own. */
    private static PatchId about(PatchEvent event) {
        return event instanceof PatchEvent.DeadLetterEvent letter
                ? letter.letter().map(PatchId::new).orElse(event.ref().patch())
                : event.ref().patch();
    }

    private static String source(PatchEvent event) {
        boolean ingest =
                event instanceof PatchEvent.FromIngest || event.ref().executor().equals(RunRef.INGEST);
        return ingest ? INGEST : executor(event);
    }

    private static String executor(PatchEvent event) {
        String encoded = URLEncoder.encode(event.ref().executor(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return "/patchline/executors/" + encoded;
    }
}

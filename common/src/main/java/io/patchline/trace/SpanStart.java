package io.patchline.trace;

import java.util.Optional;

/**
 * What a span begins with.
 *
 * @param parent what it continues; without one it begins a trace
 * @param link what else it has to do with: the trace of a run that is replayed
 */
public record SpanStart(String name, Role role, Optional<TraceParent> parent, Optional<TraceParent> link) {

    /** A span's kind, in OpenTelemetry's words. */
    public enum Role {
        /** Answers a request. */
        SERVER,
        /** Sends a message. */
        PRODUCER,
        /** Deals with a message. */
        CONSUMER
    }

    /** Continues this one. */
    public static SpanStart in(Optional<TraceParent> parent, String name, Role role) {
        return new SpanStart(name, role, parent, Optional.empty());
    }

    /** Begins a trace of its own with a link to this one. */
    public static SpanStart after(Optional<TraceParent> link, String name, Role role) {
        return new SpanStart(name, role, Optional.empty(), link);
    }
}

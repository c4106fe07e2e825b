package io.patchline.trace;

import java.util.Optional;

/** Nobody collects spans: contexts are passed on as they came. */
public final class NoTracing implements Tracing {
    @Override
    public Span start(SpanStart start) {
        return new Passage(start.parent().or(start::link));
    }

    @Override
    public void close() {}

    private record Passage(Optional<TraceParent> context) implements Span {
        @Override
        public void note(String key, String value) {}

        @Override
        public void note(String key, long value) {}

        @Override
        public void fail(String reason) {}

        @Override
        public void close() {}
    }
}

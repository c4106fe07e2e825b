package io.patchline.trace;

import java.util.Optional;

/** A piece of work in a trace; over when it is closed. Safe for use by several threads, one after the other. */
public interface Span extends AutoCloseable {
    /** What goes on from here, to be carried in the messages that follow. Empty where there is no trace. */
    Optional<TraceParent> context();

    /** Notes something about it. Never anything of what a patch holds. */
    void note(String key, String value);

    /** Notes a number. */
    void note(String key, long value);

    /** Marks it as one that went wrong, for this reason. */
    void fail(String reason);

    @Override
    void close();
}

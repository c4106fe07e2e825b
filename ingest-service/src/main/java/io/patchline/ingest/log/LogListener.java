package io.patchline.ingest.log;

import io.patchline.event.EventEnvelope;
import io.patchline.message.PatchMessage;

/** Whoever folds the log into a view of its own. Hears each message once, in the order of the log, on one thread at a time; must not wait. */
public interface LogListener {
    /** A patch's message. */
    void accepted(PatchMessage message, long offset);

    /** An event. */
    void happened(EventEnvelope event, long offset);

    /**
     * Any other message that is in the log.
     *
     * @param type its {@code type} property
     */
    default void onMessage(String type, byte[] body, long offset) {}
}

package io.patchline.broker;

/**
 * The broker holds queues or exchanges that are not as Patchline needs them, and no waiting mends that: a person must. The message says
 * what differs and what to do.
 */
public final class TopologyException extends Exception {
    private static final long serialVersionUID = 1;

    TopologyException(String message) {
        super(message);
    }

    TopologyException(String message, Throwable cause) {
        super(message, cause);
    }
}

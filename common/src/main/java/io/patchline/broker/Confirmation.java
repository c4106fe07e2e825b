package io.patchline.broker;

/** What became of a message that was to be published. Only {@link Confirmed} means that the broker has it on disk. */
public sealed interface Confirmation {

    /** Every queue that the message was routed to has it. */
    record Confirmed() implements Confirmation {}

    /** The broker did not take it: a queue is full, or it is one that has just lost its leader. The broker does not say which. */
    record Nacked() implements Confirmation {}

    /** There is no queue for it. */
    record Unroutable(String reason) implements Confirmation {}

    /** The broker is away, blocked, or did not confirm in time. It may have the message all the same. */
    record Unavailable(String reason) implements Confirmation {}

    /**
     * It can never be published as it is: it is larger than the broker takes, or the broker refuses it for what it is. It was not published, and to send the same
     * again is of no use.
     */
    record Unpublishable(String reason) implements Confirmation {}

    /** More messages wait for their confirms than may wait. It was not sent. */
    record Overloaded() implements Confirmation {}
}

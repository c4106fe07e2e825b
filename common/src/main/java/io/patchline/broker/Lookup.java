package io.patchline.broker;

/** What the broker answers to a passive declaration. */
public sealed interface Lookup {
    /**
     * It is there.
     *
     * @param messages ready to be delivered, of a queue; 0 of an exchange
     * @param consumers subscribed, of a queue; 0 of an exchange
     */
    record Found(long messages, long consumers) implements Lookup {}

    /** There is nothing of that name. */
    record Missing() implements Lookup {}

    /** Our user has no permission on that name, and is not told whether there is anything. */
    record Refused() implements Lookup {}
}

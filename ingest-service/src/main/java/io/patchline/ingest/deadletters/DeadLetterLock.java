package io.patchline.ingest.deadletters;

import java.io.IOException;
import java.time.Duration;

/** The right to take dead letters out of their queue: one at a time has it over all ingest services. */
public interface DeadLetterLock extends AutoCloseable {
    /** Gives out the lock. */
    @FunctionalInterface
    interface Source {
        /**
         * Waits for the lock. Whoever has it knows everything that was done under it before.
         *
         * @throws TakenException if somebody else has it all the while
         * @throws IOException if the broker is away
         */
        DeadLetterLock take(Duration atMost) throws IOException, InterruptedException, TakenException;
    }

    /** Somebody else has the lock. */
    final class TakenException extends Exception {
        private static final long serialVersionUID = 1;

        public TakenException() {
            super("somebody else is at the dead letters");
        }
    }

    /**
     * Shows each dead letter once, until the visitor has enough or there is nothing more. What is not removed goes back to its queue when the lock is closed.
     *
     * @return whether everything that was in the queue and in nobody else's hands was seen
     * @throws IOException if the connection broke, or the broker does not get on with it
     */
    boolean walk(DeadLetterQueueBrowser.Visitor visitor) throws IOException, InterruptedException;

    /** Everything that was not removed goes back to its queue, and the next one may come. */
    @Override
    void close();
}

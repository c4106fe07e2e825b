package io.patchline.broker;

import java.time.Duration;

/**
 * What a {@link ConfirmedPublisher} may hold.
 *
 * @param messages how many messages may wait for their confirms: at least 1
 * @param bytes how many bytes of body these may have together: at least one message's
 * @param confirmTimeout how long a message may wait for its confirm, from when it was handed over
 */
public record PublisherLimits(int messages, long bytes, Duration confirmTimeout) {
    /** 4096 messages, 64 MiB, 5 seconds. */
    public static final PublisherLimits STANDARD = new PublisherLimits(4096, 64L << 20, Duration.ofSeconds(5));

    public PublisherLimits {
        if (messages < 1 || bytes < 1 || !confirmTimeout.isPositive()) {
            throw new IllegalArgumentException("a publisher needs room for a message and time for its confirm");
        }
    }

    /** The same with another confirm timeout. */
    public PublisherLimits within(Duration timeout) {
        return new PublisherLimits(messages, bytes, timeout);
    }
}

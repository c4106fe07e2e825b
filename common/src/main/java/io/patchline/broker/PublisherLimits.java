package io.patchline.broker;

import java.time.Duration;

/**
 * What a {@link ConfirmedPublisher} may hold and send.
 *
 * @param messages how many messages may wait for their confirms: at least 1
 * @param bytes how many bytes of body these may have together: at least one message's
 * @param messageBytes how many bytes of body one message may have: what the broker's {@code max_message_size} allows, which it does not tell before it
 *     refuses a larger one; at most {@code bytes}
 * @param confirmTimeout how long a message may wait for its confirm, from when it was handed over
 */
public record PublisherLimits(int messages, long bytes, long messageBytes, Duration confirmTimeout) {
    /** 4096 messages, 64 MiB, 16 MiB for one message (RabbitMQ 4's default; 3.10's is 128 MiB), 5 seconds. */
    public static final PublisherLimits STANDARD =
            new PublisherLimits(4096, 64L << 20, 16L << 20, Duration.ofSeconds(5));

    private static final long LARGEST = 512L << 20;

    public PublisherLimits {
        if (messages < 1 || messageBytes < 1 || bytes < messageBytes || !confirmTimeout.isPositive()) {
            throw new IllegalArgumentException("a publisher needs room for a message and time for its confirm");
        }
    }

    /**
     * The same for messages of up to this size.
     *
     * @param largest bytes of body: 1 to 512 MiB, the most that RabbitMQ can be configured to take
     */
    public PublisherLimits upTo(long largest) {
        if (largest < 1 || largest > LARGEST) {
            throw new IllegalArgumentException(
                    "patchline.broker.max-message-size must be 1 byte to 512M, is " + largest + " bytes");
        }
        return new PublisherLimits(messages, Math.max(bytes, largest), largest, confirmTimeout);
    }

    /** The same with another confirm timeout. */
    public PublisherLimits within(Duration timeout) {
        return new PublisherLimits(messages, bytes, messageBytes, timeout);
    }
}

package io.patchline.broker;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/** Where a test's broker lives. */
public interface BrokerHome {
    String amqpUrl();

    URI managementUrl();

    /** Empty if it does not take TLS. */
    OptionalInt tlsPort();

    boolean canBeKilled();

    void kill9();

    /** An orderly end, from which {@link #startAgain} brings it back. */
    void stopInOrder();

    void startAgain();

    /** Once is enough, more often is harmless. */
    void stop();

    String description();

    /** What the broker has logged so far; empty if it is not ours to read. */
    Optional<String> log();
}

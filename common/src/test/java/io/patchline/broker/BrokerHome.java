package io.patchline.broker;

import java.net.URI;
import java.util.OptionalInt;

/** Where a test's broker lives. */
interface BrokerHome {
    String amqpUrl();

    URI managementUrl();

    /** Empty if it does not take TLS. */
    OptionalInt tlsPort();

    boolean canBeKilled();

    void kill9();

    void startAgain();

    /** Once is enough, more often is harmless. */
    void stop();

    String description();
}

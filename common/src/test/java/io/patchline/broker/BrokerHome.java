package io.patchline.broker;

import java.net.URI;

/** Where a test's broker lives. */
interface BrokerHome {
    String amqpUrl();

    URI managementUrl();

    boolean canBeKilled();

    void kill9();

    void startAgain();

    /** Once is enough, more often is harmless. */
    void stop();

    String description();
}

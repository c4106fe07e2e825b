package io.patchline.broker;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the broker grants this service at the moment. */
public interface CurrentSession {
    /** The session that is up; empty while the broker is away. It may end at any time after this. */
    Optional<BrokerSession> session();

    /**
     * What the service needs on the broker and its user may not see, each as a clause for a person to read.
     *
     * @param of the names of the queues and exchanges that are asked for
     */
    List<String> missingPermissions(Predicate<String> of);
}

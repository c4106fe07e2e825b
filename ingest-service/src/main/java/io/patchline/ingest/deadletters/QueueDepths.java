package io.patchline.ingest.deadletters;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.Lookup;
import io.patchline.broker.PassiveDeclarations;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * How many messages the queues hold that need a person, by the broker's own count: asking disturbs nothing. A number is absent while the broker is away, and where our user
 * may not see the queue, which {@code /health} then names.
 *
 * @param dead those in {@code patches.dead} that nobody has in hand
 * @param unrouted those in {@code patches.unrouted}
 */
public record QueueDepths(Optional<Long> dead, Optional<Long> unrouted) {
    static final Set<String> QUEUES = Set.of(Topology.DEAD, Topology.UNROUTED);

    private static final QueueDepths UNKNOWN = new QueueDepths(Optional.empty(), Optional.empty());

    public static QueueDepths now(Optional<BrokerSession> session) {
        return session.map(QueueDepths::ask).orElse(UNKNOWN);
    }

    private static QueueDepths ask(BrokerSession session) {
        try (PassiveDeclarations look = session.passiveDeclarations()) {
            return new QueueDepths(messages(look.queue(Topology.DEAD)), messages(look.queue(Topology.UNROUTED)));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static Optional<Long> messages(Lookup answer) {
        return answer instanceof Lookup.Found found ? Optional.of(found.messages()) : Optional.empty();
    }
}

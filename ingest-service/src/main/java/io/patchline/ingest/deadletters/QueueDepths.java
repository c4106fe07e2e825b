package io.patchline.ingest.deadletters;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import io.patchline.broker.BrokerSession;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.Optional;

/**
 * How many messages the queues hold that need a person, by the broker's own count: asking disturbs nothing.
 *
 * @param dead those in {@code patches.dead} that nobody has in hand; absent while the broker is away
 * @param unrouted those in {@code patches.unrouted}; absent while the broker is away
 */
record QueueDepths(Optional<Long> dead, Optional<Long> unrouted) {
    static QueueDepths now(Optional<BrokerSession> session) {
        return session.flatMap(QueueDepths::ask).orElseGet(() -> new QueueDepths(Optional.empty(), Optional.empty()));
    }

    private static Optional<QueueDepths> ask(BrokerSession session) {
        try {
            Channel channel = session.openChannel();
            try {
                return Optional.of(new QueueDepths(
                        Optional.of(channel.messageCount(Topology.DEAD)),
                        Optional.of(channel.messageCount(Topology.UNROUTED))));
            } finally {
                channel.abort();
            }
        } catch (IOException | AlreadyClosedException e) {
            return Optional.empty();
        }
    }
}

package io.patchline.ingest.lanes;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.broker.BrokerSession;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the broker how the lane queues stand, by passive declaration: no plugin and no further permission is needed. However many ask, the
 * broker is asked once a second at most. Safe for use by several threads.
 */
public final class LaneQueues {
    static final Duration FRESH = Duration.ofSeconds(1);

    private final int lanes;
    private final Clock clock;
    private Optional<Depths> last = Optional.empty();

    /**
     * @param queues by the numbers of the lane queues
     * @param asOf when the broker said so
     */
    record Depths(List<QueueDepth> queues, Instant asOf, BrokerSession from) {}

    public LaneQueues(int lanes, Clock clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * @throws IOException if the broker does not answer
     */
    synchronized Depths depths(BrokerSession session) throws IOException {
        Instant now = clock.instant();
        Optional<Depths> fresh =
                last.filter(known -> known.from() == session && isFresh(Duration.between(known.asOf(), now)));
        if (fresh.isPresent()) {
            return fresh.get();
        }
        Depths asked = new Depths(ask(session), now, session);
        last = Optional.of(asked);
        return asked;
    }

    /** Not what comes from the future of a clock that was set back. */
    private static boolean isFresh(Duration age) {
        return !age.isNegative() && age.compareTo(FRESH) < 0;
    }

    private List<QueueDepth> ask(BrokerSession session) throws IOException {
        Channel channel = session.openChannel();
        try {
            List<QueueDepth> depths = new ArrayList<>(lanes);
            for (int queue = 0; queue < lanes; queue++) {
                AMQP.Queue.DeclareOk answer = channel.queueDeclarePassive(Topology.laneQueue(queue));
                depths.add(new QueueDepth(answer.getMessageCount(), answer.getConsumerCount()));
            }
            return List.copyOf(depths);
        } catch (ShutdownSignalException e) {
            throw new IOException("the session ended", e);
        } finally {
            channel.abort();
        }
    }
}

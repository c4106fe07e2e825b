package io.patchline.ingest.lanes;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.Lookup;
import io.patchline.broker.PassiveDeclarations;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Asks the broker how the lane queues stand, by passive declaration: no plugin is needed. However many ask, the broker is asked once a second at
 * most. Safe for use by several threads.
 */
public final class LaneQueues {
    static final Duration FRESH = Duration.ofSeconds(1);

    private final int lanes;
    private final Clock clock;
    private Optional<Depths> last = Optional.empty();

    /**
     * @param queues by the numbers of the lane queues; empty where our user may not see the queue
     * @param asOf when the broker said so
     */
    record Depths(List<Optional<QueueDepth>> queues, Instant asOf, BrokerSession from) {}

    public LaneQueues(int lanes, Clock clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * @throws IOException if the broker does not answer, or has no such queue
     */
    synchronized Depths depths(BrokerSession session) throws IOException {
        Instant now = clock.instant();
        Optional<Depths> fresh = last.filter(
                known -> known.from() == session && known.asOf().plus(FRESH).isAfter(now));
        if (fresh.isPresent()) {
            return fresh.get();
        }
        Depths asked = new Depths(ask(session), now, session);
        last = Optional.of(asked);
        return asked;
    }

    boolean isLane(String queue) {
        return IntStream.range(0, lanes).mapToObj(Topology::laneQueue).anyMatch(queue::equals);
    }

    private List<Optional<QueueDepth>> ask(BrokerSession session) throws IOException {
        try (PassiveDeclarations look = session.passiveDeclarations()) {
            List<Optional<QueueDepth>> depths = new ArrayList<>(lanes);
            for (int queue = 0; queue < lanes; queue++) {
                depths.add(
                        switch (look.queue(Topology.laneQueue(queue))) {
                            case Lookup.Found found -> Optional.of(new QueueDepth(found.messages(), found.consumers()));
                            case Lookup.Refused refused -> Optional.empty();
                            case Lookup.Missing missing ->
                                throw new IOException("there is no queue " + Topology.laneQueue(queue));
                        });
            }
            return List.copyOf(depths);
        }
    }
}

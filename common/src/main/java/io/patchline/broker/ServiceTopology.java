package io.patchline.broker;

import static io.patchline.broker.TopologyNeed.Permission.READ;
import static io.patchline.broker.TopologyNeed.Permission.WRITE;
import static io.patchline.broker.TopologyNeed.exchange;
import static io.patchline.broker.TopologyNeed.queue;

import io.patchline.message.Topology;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The topology as one service sees it. It asks the broker for what it uses itself and for nothing else, because RabbitMQ refuses to tell a user of what he has no permission
 * on (docs/decisions/0060).
 *
 * @param needs what the service uses itself; {@code deploy/rabbitmq/permissions.json} gives its user each of these permissions
 * @param declares whether the service declares what is missing and checks arguments: {@code patchline.broker.declare}
 */
public record ServiceTopology(Topology topology, List<TopologyNeed> needs, boolean declares) {
    public ServiceTopology {
        needs = List.copyOf(needs);
    }

    /** The ingest service's. */
    public static ServiceTopology ofIngest(Topology topology, boolean declares) {
        Stream<TopologyNeed> fixed = Stream.of(
                exchange(Topology.PATCHES, WRITE, "to publish patches"),
                exchange(Topology.RESULTS, WRITE, "to publish events"),
                exchange(Topology.CONTROL, READ, "to hear which executors and replicas there are"),
                exchange(Topology.CONTROL, WRITE, "to say that this replica is there"),
                queue(Topology.LOG, READ, "to read the log"),
                queue(Topology.DEAD, READ, "to count and to take dead letters"),
                queue(Topology.DESK, READ, "to take dead letters one service at a time"),
                queue(Topology.GRANTS, READ, "to know which OAuth clients may come in"),
                queue(Topology.CALLBACKS, READ, "to send callbacks"),
                exchange(Topology.UNROUTED, WRITE, "to see that what is unrouted is kept"),
                queue(Topology.UNROUTED, WRITE, "to count what is unrouted"));
        Stream<TopologyNeed> waits = IntStream.range(0, Topology.CALLBACK_WAITS)
                .mapToObj(n -> queue(Topology.callbackWait(n), WRITE, "to see that callbacks can wait there"));
        return new ServiceTopology(
                topology,
                Stream.of(fixed, waits, lanes(topology, WRITE, "to see that patches can wait there, and how many do"))
                        .flatMap(needs -> needs)
                        .toList(),
                declares);
    }

    /** The executor's. */
    public static ServiceTopology ofExecutor(Topology topology, boolean declares) {
        Stream<TopologyNeed> fixed = Stream.of(
                exchange(Topology.RESULTS, WRITE, "to publish events"),
                exchange(Topology.DEAD_LETTERS, WRITE, "to publish dead letters"),
                exchange(Topology.CONTROL, WRITE, "to say that it is there"),
                queue(Topology.CANCELLED, READ, "to hear what is cancelled"));
        return new ServiceTopology(
                topology,
                Stream.concat(fixed, lanes(topology, READ, "to take patches")).toList(),
                declares);
    }

    /** The same for a user who was found not to have the permission to declare. */
    ServiceTopology withoutDeclaring() {
        return new ServiceTopology(topology, needs, false);
    }

    private static Stream<TopologyNeed> lanes(Topology topology, TopologyNeed.Permission permission, String purpose) {
        return IntStream.range(0, topology.lanes()).mapToObj(n -> queue(Topology.laneQueue(n), permission, purpose));
    }
}

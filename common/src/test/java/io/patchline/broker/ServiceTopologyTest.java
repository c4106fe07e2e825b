package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.Topology;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each service needs, and {@code deploy/rabbitmq/permissions.json}. */
class ServiceTopologyTest {
    private static ServiceTopology topologyOf(String service) {
        Topology topology = new Topology(Topology.MOST_LANES);
        return service.equals("ingest")
                ? ServiceTopology.ofIngest(topology, false)
                : ServiceTopology.ofExecutor(topology, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "executor"})
    void a_user_has_the_permission_by_which_it_sees_what_its_service_needs(String service) {
        assertThat(topologyOf(service).needs())
                .allSatisfy(need -> assertThat(need.name())
                        .matches(Permissions.pattern(
                                service, need.permission().name().toLowerCase(Locale.ROOT))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "executor"})
    void a_user_may_declare_nothing_that_is_in_the_topology(String service) {
        Topology topology = topologyOf(service).topology();
        assertThat(topology.queues())
                .noneMatch(queue -> Permissions.pattern(service, "configure")
                        .matcher(queue.name())
                        .matches());
        assertThat(topology.exchanges())
                .noneMatch(exchange -> Permissions.pattern(service, "configure")
                        .matcher(exchange.name())
                        .matches());
    }

    /** Whatever an operator deletes, somebody notices. */
    @Test
    void a_service_asks_for_every_queue_and_every_exchange() {
        Topology topology = topologyOf("ingest").topology();
        assertThat(Stream.of("ingest", "executor")
                        .flatMap(service -> topologyOf(service).needs().stream())
                        .map(TopologyNeed::what))
                .containsAll(topology.queues().stream()
                        .map(queue -> "queue " + queue.name())
                        .toList())
                .containsAll(topology.exchanges().stream()
                        .map(exchange -> "exchange " + exchange.name())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"patches", "patches.unrouted", "patches.lane.0", "patches.dead"})
    void an_executor_may_publish_no_patches(String name) {
        assertThat(name).doesNotMatch(Permissions.pattern("executor", "write"));
    }
}

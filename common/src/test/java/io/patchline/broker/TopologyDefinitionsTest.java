package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The importable definitions say the same as the table in the code. */
class TopologyDefinitionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topology TOPOLOGY = new Topology(8);

    private final JsonNode definitions;

    TopologyDefinitionsTest() throws IOException {
        definitions = JSON.readTree(Path.of(System.getProperty("patchline.root"), "deploy/rabbitmq/definitions.json")
                .toFile());
    }

    @Test
    void the_exchanges_are_the_same() {
        List<Topology.Exchange> defined = all("exchanges")
                .map(e -> new Topology.Exchange(
                        e.get("name").asText(), e.get("type").asText(), arguments(e)))
                .toList();

        assertThat(defined).containsExactlyInAnyOrderElementsOf(TOPOLOGY.exchanges());
    }

    @Test
    void the_queues_are_the_same() {
        List<Topology.Queue> defined = all("queues")
                .map(q -> new Topology.Queue(q.get("name").asText(), arguments(q)))
                .toList();

        assertThat(defined).containsExactlyInAnyOrderElementsOf(TOPOLOGY.queues());
    }

    @Test
    void the_bindings_are_the_same() {
        List<Topology.Binding> defined = all("bindings")
                .map(b -> new Topology.Binding(
                        b.get("source").asText(),
                        b.get("destination").asText(),
                        b.get("routing_key").asText()))
                .toList();

        assertThat(defined).containsExactlyInAnyOrderElementsOf(TOPOLOGY.bindings());
    }

    @Test
    void everything_is_durable() {
        assertThat(all("queues").allMatch(q -> q.get("durable").asBoolean())).isTrue();
        assertThat(all("exchanges").allMatch(e -> e.get("durable").asBoolean())).isTrue();
    }

    private java.util.stream.Stream<JsonNode> all(String kind) {
        return StreamSupport.stream(definitions.get(kind).spliterator(), false);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> arguments(JsonNode node) {
        return JSON.convertValue(node.get("arguments"), Map.class);
    }
}

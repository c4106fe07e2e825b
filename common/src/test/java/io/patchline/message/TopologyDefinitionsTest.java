package io.patchline.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The importable definitions say the same as the table in the code. */
class TopologyDefinitionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HERE = Path.of(System.getProperty("patchline.root"), "deploy", "rabbitmq");
    private static final Topology TOPOLOGY = new Topology(8);

    private final JsonNode definitions;

    TopologyDefinitionsTest() throws IOException {
        definitions = JSON.readTree(HERE.resolve("definitions.json").toFile());
    }

    @Test
    void the_exchanges_are_the_same() {
        List<Topology.Exchange> defined = all(definitions, "exchanges")
                .map(e -> new Topology.Exchange(
                        e.get("name").asText(), e.get("type").asText(), arguments(e)))
                .toList();

        assertThat(defined).containsExactlyInAnyOrderElementsOf(TOPOLOGY.exchanges());
    }

    @Test
    void the_queues_are_the_same() {
        assertThat(queues(definitions)).containsExactlyInAnyOrderElementsOf(TOPOLOGY.queues());
    }

    @Test
    void the_bindings_are_the_same() {
        assertThat(bindings(definitions)).containsExactlyInAnyOrderElementsOf(TOPOLOGY.bindings());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 20})
    void the_script_makes_them_for_any_number_of_lanes(int lanes) throws IOException {
        Process script = new ProcessBuilder(HERE.resolve("definitions").toString(), Integer.toString(lanes)).start();
        JsonNode made = JSON.readTree(script.getInputStream());

        Topology topology = new Topology(lanes);
        assertThat(queues(made)).containsExactlyInAnyOrderElementsOf(topology.queues());
        assertThat(bindings(made)).containsExactlyInAnyOrderElementsOf(topology.bindings());
        assertThat(made.get("exchanges")).isEqualTo(definitions.get("exchanges"));
    }

    @Test
    void everything_is_durable() {
        assertThat(all(definitions, "queues").allMatch(q -> q.get("durable").asBoolean()))
                .isTrue();
        assertThat(all(definitions, "exchanges").allMatch(e -> e.get("durable").asBoolean()))
                .isTrue();
    }

    private static List<Topology.Queue> queues(JsonNode definitions) {
        return all(definitions, "queues")
                .map(q -> new Topology.Queue(q.get("name").asText(), arguments(q)))
                .toList();
    }

    private static List<Topology.Binding> bindings(JsonNode definitions) {
        return all(definitions, "bindings")
                .map(b -> new Topology.Binding(
                        b.get("source").asText(),
                        b.get("destination").asText(),
                        b.get("routing_key").asText()))
                .toList();
    }

    private static Stream<JsonNode> all(JsonNode definitions, String kind) {
        return StreamSupport.stream(definitions.get(kind).spliterator(), false);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> arguments(JsonNode node) {
        return JSON.convertValue(node.get("arguments"), Map.class);
    }
}

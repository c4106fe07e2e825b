package io.patchline.ingest.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void of_tens_of_thousands_of_wrong_arguments_the_first_are_told() {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, 50_000).forEach(i -> given.put("n" + i, 1));
        Arguments arguments = new Arguments(given, Set.of("id"));
        IntStream.range(0, 50_000).forEach(i -> arguments.refuse("id", "Is none."));

        ObjectNode answer = arguments.refusal().orElseThrow().content();

        assertThat(answer.get("detail").asText()).isEqualTo("At least 50 arguments are wrong; see errors.");
        assertThat(answer.get("errors")).hasSize(50);
        assertThat(answer.get("errors").get(49).get("pointer").asText()).isEqualTo("/n49");
    }
}

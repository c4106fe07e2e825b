package io.patchline.ingest.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is said of the tools: each of them, in full. */
class ToolDefinitionsTest {
    private static final List<String> HINTS =
            List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");

    /** Read-only, destructive, idempotent, open world: as the design has it. */
    private static final Map<String, String> EXPECTED = Map.of(
            "revert_patch", "FTTF",
            "preview_patch", "FFTF",
            "submit_patch", "FTTT",
            "wait_for_patch", "TFTF",
            "get_patch", "TFTF",
            "read_patch_output", "TFTF",
            "list_patches", "TFTF",
            "cancel_patch", "FTTF",
            "list_dead_letters", "TFTF",
            "replay_dead_letter", "FTTT");

    @Test
    void every_tool_has_its_definition_and_every_definition_its_tool() {
        assertThat(ToolCatalog.ORDER).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
        assertThat(Path.of("src/main/resources/mcp").toFile().list())
                .containsExactlyInAnyOrderElementsOf(
                        ToolCatalog.ORDER.stream().map(name -> name + ".json").toList());
    }

    @Test
    void all_four_hints_are_said_and_as_designed() {
        ToolCatalog.ORDER.forEach(name -> {
            StringBuilder hints = new StringBuilder();
            for (String hint : HINTS) {
                JsonNode value =
                        ToolCatalog.definition(name).path("annotations").path(hint);
                assertThat(value.isBoolean()).as(name + " " + hint).isTrue();
                hints.append(value.asBoolean() ? 'T' : 'F');
            }
            assertThat(hints.toString()).as(name).isEqualTo(EXPECTED.get(name));
        });
    }

    @Test
    void title_description_and_schemas_are_there_and_a_description_names_another_tool() {
        ToolCatalog.ORDER.forEach(name -> {
            JsonNode definition = ToolCatalog.definition(name);
            assertThat(name).matches("[a-z_]{1,64}");
            assertThat(definition.path("title").asText()).as(name).isNotBlank();
            assertThat(definition.path("description").asText())
                    .as(name)
                    .hasSizeBetween(100, 1000)
                    .satisfies(text -> assertThat(ToolCatalog.ORDER)
                            .anyMatch(other -> !other.equals(name) && text.contains(other)));
            assertThat(definition.at("/inputSchema/additionalProperties").isBoolean())
                    .as(name)
                    .isTrue();
            assertThat(definition.at("/outputSchema/properties").has("next"))
                    .as(name)
                    .isTrue();
            definition
                    .at("/inputSchema/properties")
                    .properties()
                    .forEach(property -> assertThat(
                                    property.getValue().path("description").asText())
                            .as(name + "/" + property.getKey())
                            .isNotBlank());
        });
    }

    @Test
    void a_patch_is_described_in_the_same_way_wherever_it_is_taken() {
        Set<String> patch = new TreeSet<>(SubmissionBody.NAMES);
        assertThat(names("submit_patch", "/inputSchema/properties")).isEqualTo(with(patch, "wait_seconds"));
        assertThat(names("replay_dead_letter", "/inputSchema/properties/corrected/properties"))
                .isEqualTo(patch);
        patch.remove("id");
        assertThat(names("preview_patch", "/inputSchema/properties")).isEqualTo(with(patch, "wait_seconds"));
    }

    private static Set<String> with(Set<String> names, String more) {
        Set<String> all = new TreeSet<>(names);
        all.add(more);
        return all;
    }

    private static Set<String> names(String tool, String pointer) {
        Set<String> names = new TreeSet<>();
        ToolCatalog.definition(tool).at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }
}

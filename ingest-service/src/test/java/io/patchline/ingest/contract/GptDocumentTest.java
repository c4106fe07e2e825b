package io.patchline.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.ingest.PatchIdGenerator;
import io.patchline.ingest.reading.ParseResult;
import io.patchline.ingest.reading.PatchParser;
import io.patchline.ingest.reading.ValidationRules;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of GPT actions. (Source: OpenAI's notes on actions in production; the 30 operations are the editor's own limit.) */
class GptDocumentTest {
    private static final int LONGEST_OF_OPERATION = 300;
    private static final int LONGEST_OF_PARAMETER = 700;
    private static final int MOST_OPERATIONS = 30;
    private static final int MOST_CHARACTERS = 100_000;

    private static final Contract CONTRACT =
            Contract.withSettings(Map.of("patchline.http.public-url", "https://p.example"));
    private static final JsonNode GPT = GptDocument.of(CONTRACT.document());

    @Test
    void it_is_of_the_version_and_has_the_one_server_that_an_action_needs() {
        assertThat(GPT.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(GPT.get("servers")).hasSize(1);
        assertThat(GPT.at("/servers/0/url").asText()).isEqualTo("https://p.example");
    }

    @Test
    void it_has_few_operations_each_with_an_id_of_its_own_that_is_also_in_the_whole_document() {
        List<String> ids = operations().stream()
                .map(operation -> operation.get("operationId").asText())
                .toList();
        assertThat(ids).hasSizeLessThanOrEqualTo(MOST_OPERATIONS).doesNotHaveDuplicates();
        assertThat(ids).contains("submitPatch", "getPatch");
        assertThat(CONTRACT.document().findValuesAsText("operationId")).containsAll(ids);
    }

    @Test
    void what_is_said_of_an_operation_is_short_enough() {
        for (JsonNode operation : operations()) {
            for (String field : List.of("summary", "description")) {
                String text = operation.get(field).asText();
                assertThat(text)
                        .as("%s of %s", field, operation.get("operationId"))
                        .isNotBlank()
                        .hasSizeLessThanOrEqualTo(LONGEST_OF_OPERATION);
            }
        }
    }

    @Test
    void what_is_said_of_parameters_and_fields_is_short_enough() {
        assertThat(GPT.findValuesAsText("description"))
                .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(LONGEST_OF_PARAMETER));
    }

    @Test
    void the_whole_of_it_is_small_enough() {
        assertThat(GPT.toPrettyString()).hasSizeLessThan(MOST_CHARACTERS);
    }

    @Test
    void an_action_sends_no_headers_and_has_one_way_to_authenticate() {
        for (JsonNode operation : operations()) {
            assertThat(operation.get("parameters").findValuesAsText("in")).doesNotContain("header", "cookie");
        }
        assertThat(GPT.at("/components/securitySchemes")).hasSize(1);
    }

    @Test
    void every_operation_says_whether_it_is_to_be_confirmed_and_those_that_change_something_are() {
        GPT.get("paths")
                .forEach(path -> path.properties()
                        .forEach(operation -> assertThat(operation
                                        .getValue()
                                        .get("x-openai-isConsequential")
                                        .asBoolean())
                                .as("%s", operation.getValue().get("operationId"))
                                .isEqualTo(!operation.getKey().equals("get"))));
    }

    @Test
    void every_object_names_its_properties_and_nothing_is_a_choice_between_shapes() {
        List<JsonNode> objects = GPT.findParents("type").stream()
                .filter(schema -> schema.get("type").asText().equals("object"))
                .toList();
        assertThat(objects)
                .isNotEmpty()
                .allSatisfy(schema ->
                        assertThat(schema.has("properties")).as("%s", schema).isTrue());
        assertThat(GPT.findParents("anyOf")).isEmpty();
        assertThat(GPT.findParents("oneOf")).isEmpty();
        assertThat(GPT.findParents("allOf")).isEmpty();
    }

    @Test
    void what_is_referred_to_is_there() {
        assertThat(GPT.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(GPT.at(reference.substring(1)).isMissingNode())
                                .isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"role\":\"command_patch\",\"patch\":\"ls\",\"timeout\":\"90s\"}",
                "{\"id\":\"b\",\"patch\":\"*** Begin Patch\\n*** Delete File: x\\n*** End Patch\"}",
                "{\"id\":\"c\",\"mutations\":[{\"path\":\"a\",\"op\":\"upsert\",\"contents\":\"b\",\"mode\":\"0755\"},{\"path\":\"a\",\"op\":\"delete\"}]}",
                "{\"id\":\"d\",\"mutations\":[{\"path\":\"a\",\"search\":\"b\",\"replace\":\"c\"}],\"postMutationBuild\":[\"make\"],\"dryRun\":true}",
            })
    void a_patch_as_the_simple_schema_has_it_is_one_of_the_whole_schema_and_is_accepted(String text) throws Exception {
        JsonNode patch = Contract.JSON.readTree(text);
        PatchParser reader = new PatchParser(
                ValidationRules.DEFAULTS, new PatchIdGenerator(InstantSource.system(), new SplittableRandom(1)));

        assertThat(CONTRACT.violations("/components/schemas/SimpleSubmission", patch))
                .isEmpty();
        assertThat(CONTRACT.violations("/components/schemas/Submission", patch)).isEmpty();
        assertThat(reader.read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(ParseResult.Understood.class);
    }

    private static List<JsonNode> operations() {
        List<JsonNode> operations = new ArrayList<>();
        GPT.get("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }
}

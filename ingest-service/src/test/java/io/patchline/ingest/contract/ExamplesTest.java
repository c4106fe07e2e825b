package io.patchline.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.ingest.PatchIdGenerator;
import io.patchline.ingest.reading.ParseResult;
import io.patchline.ingest.reading.PatchParser;
import io.patchline.ingest.reading.ValidationRules;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are what they say: they fit their schemas, and the webhook takes those of patches. */
class ExamplesTest {
    private static final Contract CONTRACT = Contract.withSettings(Map.of());
    private static final PatchParser READER = new PatchParser(
            ValidationRules.DEFAULTS, new PatchIdGenerator(InstantSource.system(), new SplittableRandom(1)));

    static Stream<Map.Entry<String, JsonNode>> submissions() {
        return CONTRACT
                .document()
                .at("/paths/~1webhook/post/requestBody/content/application~1json/examples")
                .properties()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("submissions")
    void an_example_of_a_patch_fits_its_schema_and_would_be_accepted(Map.Entry<String, JsonNode> example) {
        JsonNode patch = example.getValue().get("value");

        assertThat(CONTRACT.violations("/components/schemas/Submission", patch)).isEmpty();
        assertThat(READER.read(bytes(patch))).isInstanceOf(ParseResult.Understood.class);
    }

    @Test
    void there_is_an_example_of_each_form() {
        List<String> forms = submissions().map(Map.Entry::getKey).toList();
        assertThat(forms).contains("command", "unifiedDiff", "v4aDiff", "replacement", "mutations", "build", "options");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\"}",
                "{\"id\":\"a\",\"patch\":17}",
                "{\"id\":\"\",\"role\":\"command_patch\",\"patch\":\"ls\"}",
                "{\"id\":\"a\\u0000\",\"role\":\"command_patch\",\"patch\":\"ls\"}",
                "{\"id\":\"a\",\"role\":\"prose\",\"patch\":\"please fix it\"}",
                "{\"id\":\"a\",\"mutations\":[]}",
                "{\"id\":\"a\",\"mutations\":[{\"path\":\"x\",\"contents\":\"y\",\"colour\":\"red\"}]}",
                "{\"id\":\"a\",\"mutations\":[{\"path\":\"x\",\"op\":\"chmod\",\"mode\":\"9\"}]}",
                "{\"id\":\"a\",\"postMutationBuild\":{\"shell\":[\"ls\"],\"run\":[\"ls\"]}}",
                "{\"id\":\"a\",\"role\":\"command_patch\",\"patch\":\"ls\",\"retries\":11}",
                "{\"id\":\"a\",\"role\":\"command_patch\",\"patch\":\"ls\",\"onFailure\":\"maybe\"}",
            })
    void what_the_schema_declines_the_webhook_declines(String patch) throws Exception {
        JsonNode value = Contract.JSON.readTree(patch);

        assertThat(CONTRACT.violations("/components/schemas/Submission", value)).isNotEmpty();
        assertThat(READER.read(bytes(value))).isInstanceOf(ParseResult.Unreadable.class);
    }

    @Test
    void the_other_examples_fit_their_schemas() {
        int examples = 0;
        for (String parent : List.of("/components/responses", "/paths")) {
            examples += check(parent, CONTRACT.document().at(parent));
        }
        assertThat(examples).isGreaterThanOrEqualTo(2);
    }

    /** Each media type below this place; returns how many examples it met. */
    private static int check(String pointer, JsonNode node) {
        int met = 0;
        if (node.has("schema") && (node.has("example") || node.has("examples"))) {
            Stream<JsonNode> examples = Stream.concat(
                    Stream.ofNullable(node.get("example")),
                    node.path("examples").valueStream().map(example -> example.get("value")));
            for (JsonNode example : examples.toList()) {
                assertThat(CONTRACT.violations(pointer + "/schema", example))
                        .as(pointer)
                        .isEmpty();
                met++;
            }
        }
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            String segment = child.getKey().replace("~", "~0").replace("/", "~1");
            met += check(pointer + "/" + segment, child.getValue());
        }
        return met;
    }

    private static byte[] bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package io.patchline.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.patch.Patch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final Set<String> FREE_FORM = Set.of("metadata", "extra");

    /** What a message may lack: a newer version adds fields only to this list. */
    private static final Pattern OPTIONAL = Pattern.compile(
            "/(pointers|role|target_file|description|callback|options/network|workspace|commit|commit/(base|review|message)|commit/base/files/.+)"
                    + "|/actions/\\d/(mode|target)"
                    + "|/data/outcome/report/(notes|diff|commands/\\d/(exitCode|signal)|files/\\d/(sha256Before|sha256After|mode))"
                    + "|/data/outcome/report/git(/(base|commit|commits|reviewBranch|approvedBy|log|log/\\d/run))?"
                    + "|/data/outcome/by"
                    + "|/data/(target|letter|hold|replayedAs|fingerprint)");

    static Stream<String> messages() {
        return Stream.concat(Samples.patches().keySet().stream(), Samples.events().keySet().stream());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void an_unknown_field_is_refused_at_every_depth(String name) throws Exception {
        for (JsonPointer place : objects(tree(name), JsonPointer.empty())) {
            JsonNode message = tree(name);
            ((ObjectNode) message.at(place)).put("surprise", 1);
            assertThatThrownBy(() -> read(name, message)).as("at '%s'", place).isInstanceOf(UndecodableException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_missing_field_is_refused_at_every_depth_unless_it_is_optional(String name) throws Exception {
        for (JsonPointer place : objects(tree(name), JsonPointer.empty())) {
            for (String field : fields(tree(name).at(place))) {
                JsonNode message = tree(name);
                ((ObjectNode) message.at(place)).remove(field);
                if (isOptional(message, place, field)) {
                    assertThat(read(name, message)).isNotNull();
                } else {
                    assertThatThrownBy(() -> read(name, message))
                            .as("without '%s' at '%s'", field, place)
                            .isInstanceOf(UndecodableException.class);
                }
            }
        }
    }

    @Test
    void the_same_metadata_in_another_order_is_the_same_bytes() throws Exception {
        String golden = Golden.text("patch-every-field");
        String reordered = golden.replace("\"price\": 1.10", "\"zzz\": {\"b\": 1, \"a\": 2}, \"price\": 1.10");
        String otherwise = golden.replace("\"price\": 1.10", "\"price\": 1.10, \"zzz\": {\"a\": 2, \"b\": 1}");
        assertThat(reordered).isNotEqualTo(golden);
        assertThat(MessageCodec.write(MessageCodec.readPatch(reordered.getBytes(UTF_8))))
                .isEqualTo(MessageCodec.write(MessageCodec.readPatch(otherwise.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "0.1234567890123456789", "1E+400", "123456789012345678901234567890"})
    void a_number_in_the_metadata_keeps_its_digits(String number) throws Exception {
        String message = Golden.compact(Golden.text("patch-every-field")).replace("1.10", number);
        assertThat(new String(MessageCodec.write(MessageCodec.readPatch(message.getBytes(UTF_8))), UTF_8))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"s3cret\"",
                "{\"id\":\"s3cret",
                "{\"id\":\"s3cret\"} {}",
                "{\"id\":\"s3cret\"}",
                "{\"options\":\"s3cret\"}",
                "{\"lane\":\"s3cret\\n\"}",
                "{\"actions\":[{\"type\":\"s3cret\"}]}"
            })
    void what_is_no_message_is_refused_without_an_excerpt_of_it(String body) {
        assertThatThrownBy(() -> MessageCodec.readPatch(body.getBytes(UTF_8)))
                .isInstanceOf(UndecodableException.class)
                .hasMessageStartingWith("not a readable Patch")
                .hasStackTraceContaining("MessageCodec")
                .extracting(MessageCodecTest::stackTrace, STRING)
                .doesNotContain("s3cret");
    }

    /** By default Jackson's table of names throws when too many names have the same hash, and poisons the mapper for who comes next. */
    @ParameterizedTest
    @CsvSource({"Ab, BA", "Aa, BB"})
    void field_names_that_are_made_to_collide_are_read_as_any_others(String one, String other) throws Exception {
        String fields = IntStream.range(0, 4096)
                .mapToObj(i -> IntStream.range(0, 12)
                        .mapToObj(bit -> (i >> bit) % 2 == 0 ? one : other)
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(","));
        String message = Golden.text("patch-every-field").replace("\"price\": 1.10", fields);
        Patch patch = MessageCodec.readPatch(message.getBytes(UTF_8));
        assertThat(patch.metadata()).hasSize(4097);
        assertThat(MessageCodec.mapper().readValue(message, Patch.class)).isEqualTo(patch);
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static boolean isOptional(JsonNode message, JsonPointer place, String field) {
        JsonNode object = message.at(place);
        return switch (object.path("type").asText() + object.path("event").asText()) {
            case "change_mode", "lane_clearing" -> false;
            case "lane_released", "reject_requested" -> field.equals("by");
            default -> OPTIONAL.matcher(place + "/" + field).matches();
        };
    }

    private static Object read(String name, JsonNode message) throws Exception {
        byte[] body = message.toString().getBytes(UTF_8);
        return name.startsWith("patch-") ? MessageCodec.readPatch(body) : MessageCodec.readEvent(body);
    }

    private static JsonNode tree(String name) throws Exception {
        return MessageCodec.mapper().readTree(Golden.text(name));
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The places of all objects whose fields the contract fixes. */
    private static List<JsonPointer> objects(JsonNode node, JsonPointer place) {
        List<JsonPointer> found = new ArrayList<>();
        switch (node) {
            case ObjectNode object -> {
                found.add(place);
                object.properties().stream()
                        .filter(field -> !FREE_FORM.contains(field.getKey()))
                        .forEach(
                                field -> found.addAll(objects(field.getValue(), place.appendProperty(field.getKey()))));
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    found.addAll(objects(array.get(i), place.appendIndex(i)));
                }
            }
            default -> {}
        }
        return found;
    }
}

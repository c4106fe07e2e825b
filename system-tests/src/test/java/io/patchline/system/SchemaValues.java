package io.patchline.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Values for schemas, all references of which are resolved: such as they allow, and such as nobody hopes for. */
final class SchemaValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** A number with more digits than memory. */
    static final String HUGE = "1e999999";

    private static final int DEEP = 200;
    private static final int OPTIONAL_ONE_IN = 4;

    /** What the patterns of the document are tried with; a pattern that none of them fits needs another one here. */
    private static final List<String> TEXTS = List.of(
            "true",
            "some text",
            "0644",
            "20",
            "4096b",
            "https://example.com/outcome",
            "c1AAAAAAAAAAE",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n");

    private final RandomGenerator random;

    SchemaValues(RandomGenerator random) {
        this.random = random;
    }

    /** Of several shapes the first, and nothing that is optional. */
    static SchemaValues least() {
        return new SchemaValues(() -> 0);
    }

    /** A value that the schema allows. */
    JsonNode allowed(JsonNode schema) {
        if (schema.has("anyOf")) {
            return allowed(pick(list(schema.get("anyOf"))));
        }
        if (schema.has("allOf")) {
            return allowed(merged(schema.get("allOf")));
        }
        if (schema.has("enum")) {
            return pick(list(schema.get("enum")));
        }
        return switch (schema.path("type").asText("object")) {
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> integer(schema);
            case "array" -> array(schema);
            case "object" -> object(schema);
            default -> JSON.textNode(text(schema));
        };
    }

    /** One schema of objects that says what all of these say. */
    private static JsonNode merged(JsonNode parts) {
        ObjectNode all = JSON.objectNode();
        ObjectNode properties = all.putObject("properties");
        ArrayNode required = all.putArray("required");
        for (JsonNode part : parts) {
            part.path("required").forEach(required::add);
            part.path("properties")
                    .properties()
                    .forEach(property ->
                            properties.withObjectProperty(property.getKey()).setAll((ObjectNode) property.getValue()));
        }
        return all;
    }

    /** Values of every kind, few of which any schema allows. */
    static List<JsonNode> hostile() {
        List<JsonNode> values = new ArrayList<>(List.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.numberNode(0),
                JSON.numberNode(-1),
                JSON.numberNode(1.5),
                JSON.numberNode(Long.MIN_VALUE),
                JSON.arrayNode(),
                JSON.objectNode(),
                JSON.objectNode().put("unknown", "x").putNull("none"),
                JSON.arrayNode().add(JSON.nullNode()).add(1).add("x").add(JSON.arrayNode()),
                nested()));
        texts().forEach(text -> values.add(JSON.textNode(text)));
        Stream.of(HUGE, "9".repeat(2_000), "-0", "\"\\ud800\"", "\"\\u0000\"", "NaN", "'x'", "1 2", "\"\t\"", "")
                .forEach(raw -> values.add(JSON.rawValueNode(new RawValue(raw))));
        return values;
    }

    /** Texts of every kind, for wherever a text may stand. */
    static List<String> texts() {
        return List.of(
                "",
                " ",
                "-1",
                "1.5",
                "1e9",
                "99999999999999999999",
                "null",
                "TRUE",
                "../../etc/passwd",
                "a\u0000b",
                "line\r\nX-Other: line",
                "\u202e𝄞e\u0301\ufeff\uffff",
                "{\"a\":[",
                "${jndi:x}%s%n{0}",
                ",,,",
                "2026-13-40T25:61:61Z",
                "x".repeat(5_000));
    }

    private JsonNode integer(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(Integer.MAX_VALUE);
        return JSON.numberNode(pick(List.of(least, most, Math.min(most, least + random.nextInt(20)))));
    }

    private JsonNode array(JsonNode schema) {
        ArrayNode array = JSON.arrayNode();
        int size = schema.path("minItems").asInt(0) + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            array.add(allowed(schema.get("items")));
        }
        return array;
    }

    private JsonNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        List<String> required =
                list(schema.path("required")).stream().map(JsonNode::asText).toList();
        int most = schema.path("maxProperties").asInt(Integer.MAX_VALUE);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean wanted = random.nextInt(OPTIONAL_ONE_IN) == 1 && object.size() < most;
            if (required.contains(property.getKey()) || wanted) {
                object.set(property.getKey(), allowed(property.getValue()));
            }
        }
        if (object.size() < schema.path("minProperties").asInt(0)) {
            Map.Entry<String, JsonNode> one = schema.has("properties")
                    ? pick(List.copyOf(schema.get("properties").properties()))
                    : Map.entry("src/a.txt", schema.get("additionalProperties"));
            object.set(one.getKey(), allowed(one.getValue()));
        }
        return object;
    }

    private String text(JsonNode schema) {
        if (schema.has("examples")) {
            return pick(list(schema.get("examples"))).asText();
        }
        if (schema.path("format").asText().equals("date-time")) {
            return pick(List.of("2026-11-21T08:30:00Z", "1970-01-01T00:00:00.000000001Z", "9999-12-31T23:59:59Z"));
        }
        Pattern pattern = Pattern.compile(schema.path("pattern").asText(""));
        List<String> fitting = TEXTS.stream()
                .filter(text -> pattern.matcher(text).find())
                .filter(text -> text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE))
                .toList();
        if (fitting.isEmpty()) {
            throw new AssertionError("SchemaValues knows no text for " + schema);
        }
        return pick(fitting);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }

    private static JsonNode nested() {
        JsonNode node = JSON.arrayNode();
        for (int i = 0; i < DEEP; i++) {
            node = i % 2 == 0
                    ? JSON.objectNode().set("a", node)
                    : JSON.arrayNode().add(node);
        }
        return node;
    }
}

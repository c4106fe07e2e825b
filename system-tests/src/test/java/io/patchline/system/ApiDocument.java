package io.patchline.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The OpenAPI document that a running service serves, and what it says of requests and answers. */
final class ApiDocument {
    private static final String NAME = "urn:patchline:document";
    private static final String SCHEMAS = "/components/schemas/";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    ApiDocument(JsonNode document) {
        this.document = document;
        JsonNode closed = closed(document);
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(NAME, closed.toString())));
    }

    /** One operation. */
    record Operation(String path, String method, JsonNode node) {
        String id() {
            return node.get("operationId").asText();
        }

        /** The scopes that a credential must have, none for an operation that is for everybody. */
        Set<String> scopes() {
            return StreamSupport.stream(node.get("security").spliterator(), false)
                    .flatMap(alternative -> alternative.valueStream())
                    .flatMap(scopes -> scopes.valueStream())
                    .map(JsonNode::asText)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        boolean isPublic() {
            return node.get("security").isEmpty();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        return document.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Operation(
                                path.getKey(), operation.getKey().toUpperCase(Locale.ROOT), operation.getValue())))
                .toList();
    }

    /** The node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(document.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** The schema with everything in it that it refers to. */
    JsonNode inlined(JsonNode schema) {
        JsonNode copy = resolved(schema).deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(property -> property.setValue(inlined(property.getValue())));
        } else if (copy instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, inlined(array.get(i)));
            }
        }
        return copy;
    }

    /** Whether a value is as this schema says, in which nothing is referred to. */
    Predicate<JsonNode> rule(JsonNode inlined) {
        Schema schema = schemas.getSchema(inlined);
        return value -> schema.validate(value).isEmpty();
    }

    /** What the document says of an answer with this status; empty if it does not know it. */
    Optional<JsonNode> response(Operation operation, int status) {
        return Optional.ofNullable(operation.node().at("/responses").get(Integer.toString(status)))
                .map(this::resolved);
    }

    /** What of this answer is not as the document says, with no field that it does not name. */
    List<Error> violations(Operation operation, int status, String mediaType, JsonNode body) {
        JsonNode declared = operation.node().at("/responses").get(Integer.toString(status));
        String pointer = declared.has("$ref")
                ? declared.get("$ref").asText().substring(1)
                : "/paths/" + escaped(operation.path()) + "/"
                        + operation.method().toLowerCase(Locale.ROOT) + "/responses/" + status;
        String schema = NAME + "#" + pointer + "/content/" + escaped(mediaType) + "/schema";
        return schemas.getSchema(SchemaLocation.of(schema)).validate(body);
    }

    private static String escaped(String segment) {
        return segment.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }

    /** With schemas that allow no other properties than they name, but for those that others are made of. */
    private static JsonNode closed(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        Set<String> parts = new HashSet<>();
        copy.findValues("allOf").forEach(all -> parts.addAll(all.findValuesAsText("$ref")));
        copy.at("/components/schemas").properties().stream()
                .filter(schema -> !parts.contains("#" + SCHEMAS + schema.getKey()))
                .map(schema -> (ObjectNode) schema.getValue())
                .filter(schema -> schema.has("properties") && !schema.has("additionalProperties"))
                .forEach(schema -> schema.put("additionalProperties", false));
        return copy;
    }
}

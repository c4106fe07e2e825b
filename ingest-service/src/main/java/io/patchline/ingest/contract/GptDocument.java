package io.patchline.ingest.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of the document that a GPT action can use. An action takes no other headers, one way to authenticate, and little text; it reads
 * simple schemas best. (Source: OpenAI's notes on actions in production.)
 */
final class GptDocument {
    /** Marks the operations that are for a GPT, and tells whether one changes something and is to be confirmed by the person. */
    static final String CONSEQUENTIAL = "x-openai-isConsequential";

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String FULL_SUBMISSION = "Submission";
    private static final String SIMPLE_SUBMISSION = "SimpleSubmission";
    private static final Set<String> KEPT_OF_OPERATION =
            Set.of("operationId", "summary", "description", CONSEQUENTIAL, "parameters", "requestBody", "responses");

    private final JsonNode full;

    private GptDocument(JsonNode full) {
        this.full = full;
    }

    /**
     * @param full the document as it is served to everybody
     */
    static ObjectNode of(JsonNode full) {
        return new GptDocument(full).trimmed();
    }

    private ObjectNode trimmed() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("openapi", full.get("openapi"));
        document.putObject("info")
                .put("title", full.at("/info/title").asText())
                .put("version", full.at("/info/version").asText())
                .put("description", full.at("/info/summary").asText());
        document.set("servers", full.get("servers"));
        document.putArray("security").addObject().putArray("bearer");
        ObjectNode paths = document.putObject("paths");
        full.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has(CONSEQUENTIAL))
                        .forEach(operation -> paths.withObjectProperty(path.getKey())
                                .set(operation.getKey(), operation((ObjectNode) operation.getValue()))));
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemasOf(paths));
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer");
        return document;
    }

    private ObjectNode operation(ObjectNode whole) {
        ObjectNode operation = whole.deepCopy();
        operation.retain(KEPT_OF_OPERATION);
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        operation.path("parameters").forEach(parameter -> {
            JsonNode resolved = parameter.has("$ref")
                    ? full.at(parameter.get("$ref").asText().substring(1))
                    : parameter;
            if (!resolved.path("in").asText().equals("header")) {
                parameters.add(resolved);
            }
        });
        operation.set("parameters", parameters);
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        operation.get("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .forEach(response -> responses.set(response.getKey(), response(response.getValue())));
        operation.set("responses", responses);
        operation.findParents("examples").forEach(parent -> ((ObjectNode) parent).remove("examples"));
        simplify(operation);
        return operation;
    }

    private static ObjectNode response(JsonNode whole) {
        ObjectNode response = (ObjectNode) whole;
        response.remove("headers");
        return response;
    }

    /** One shape instead of several: the first named is the usual one. */
    private static void simplify(JsonNode node) {
        node.findParents("schema").forEach(parent -> {
            JsonNode first = parent.at("/schema/anyOf/0");
            if (!first.isMissingNode()) {
                ((ObjectNode) parent).set("schema", first);
            }
        });
        node.findParents("$ref").forEach(parent -> {
            if (parent.get("$ref").asText().equals(SCHEMAS + FULL_SUBMISSION)) {
                ((ObjectNode) parent).put("$ref", SCHEMAS + SIMPLE_SUBMISSION);
            }
        });
    }

    /** The schemas that are spoken of, and those that they speak of. */
    private ObjectNode schemasOf(JsonNode paths) {
        ObjectNode schemas = JsonNodeFactory.instance.objectNode();
        Set<String> known = new HashSet<>();
        Deque<JsonNode> toRead = new ArrayDeque<>(List.of(paths));
        while (!toRead.isEmpty()) {
            for (String reference : toRead.pop().findValuesAsText("$ref")) {
                if (known.add(reference)) {
                    ObjectNode schema = full.at(reference.substring(1)).deepCopy();
                    schemas.set(reference.substring(SCHEMAS.length()), schema);
                    toRead.push(schema);
                }
            }
        }
        return schemas;
    }
}

package io.patchline.ingest.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.TestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The document as the service serves it, put together from its files without starting a service. */
final class Contract {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String NAME = "urn:patchline:contract";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private Contract(JsonNode document) {
        this.document = document;
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(NAME, document.toString())));
    }

    static Contract withSettings(Map<String, String> settings) {
        IngestConfig config = TestConfig.of(settings);
        try {
            return new Contract(JSON.readTree(ServedDocument.of(config).toJSON()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** Every operation: its path, its method, and what the document says of it. */
    List<Described> operations() {
        return document.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Described(path.getKey(), operation.getKey(), operation.getValue())))
                .toList();
    }

    record Described(String path, String method, JsonNode operation) {
        @Override
        public String toString() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    /** What of this value is not as the schema at this place of the document says. */
    List<Error> violations(String pointer, JsonNode value) {
        return schemas.getSchema(SchemaLocation.of(NAME + "#" + pointer)).validate(value);
    }

    /** The node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}

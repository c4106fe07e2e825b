package io.patchline.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.patchline.system.ApiDocument.Operation;
import io.patchline.system.ContractCall.Expected;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Calls of one operation, made from what the document says of it: such as it allows, and such as are spoilt in one place. */
final class ContractCalls {
    private static final int ALLOWED = 15;

    /** For a path: encoded as nobody encodes, or naming nothing. */
    private static final List<String> ODD_IDS = List.of(
            "%00",
            "%ff",
            "%c0%80",
            "%ed%a0%80",
            "a%2fb",
            "%2e%2e%2fx",
            "%0d%0aX:%20y",
            "%20",
            "+",
            "a;b=c",
            "%3f",
            "%F0%9D%84%9E",
            "\u00e9",
            "x".repeat(201),
            "x".repeat(5_000),
            "{id}",
            "a%5cb",
            "%25zz",
            "*",
            "null",
            "-1");

    private static final List<String> BROKEN_IDS =
            List.of(";", "%", "%2", "%zz", "%u1234", "..", ".", "", "a/b", "%2e", "//");

    private final ApiDocument document;
    private final Operation operation;
    private final RandomGenerator random;
    private final SchemaValues values;
    private final Optional<JsonNode> bodySchema;
    private final List<JsonNode> parameters;
    private final ContractCall plain;

    /** What they are about is not there in this test: no git workspace, no token that may be lost, no client that logged in. GitIT, ConsoleIT and OAuthIT have them. */
    private static final Set<String> WITHOUT_OBJECT =
            Set.of("approvePatch", "rejectPatch", "revertPatch", "revertPatches", "revokeToken", "revokeGrant");

    /**
     * @param id what stands in the path, encoded
     * @param token of somebody who may
     */
    ContractCalls(ApiDocument document, Operation operation, String id, String token, RandomGenerator random) {
        this.document = document;
        this.operation = operation;
        this.random = random;
        this.values = new SchemaValues(random);
        this.bodySchema = readBodySchema();
        this.parameters = readParameters();
        ContractCall bare =
                new ContractCall(operation, id, List.of(Map.entry("Authorization", "Bearer " + token)), new byte[0]);
        ContractCall least = bodySchema
                .map(schema -> bare.header("Content-Type", "application/json")
                        .saying(examples()
                                .findFirst()
                                .orElseGet(() -> SchemaValues.least().allowed(schema))))
                .orElse(bare);
        this.plain = WITHOUT_OBJECT.contains(operation.id()) ? least.expecting(Expected.ANY) : least;
    }

    /** A call with nothing but what must be. */
    ContractCall plain() {
        return plain;
    }

    Stream<ContractCall> all() {
        return Stream.of(allowed(), spoiltParameters(), spoiltIds(), spoiltSurroundings(), spoiltBodies())
                .flatMap(calls -> calls);
    }

    private Stream<ContractCall> allowed() {
        Stream<ContractCall> examples = examples().map(plain::saying);
        Stream<ContractCall> made = Stream.generate(this::made).limit(ALLOWED);
        return Stream.concat(examples, made);
    }

    /** What the schemas allow together need not make sense. */
    private ContractCall made() {
        ContractCall call = bodySchema
                .map(schema -> plain.saying(values.allowed(schema)))
                .orElse(plain)
                .expecting(Expected.ANY);
        for (JsonNode parameter : parameters) {
            if (random.nextInt(4) == 0) {
                call = with(call, parameter, text(values.allowed(parameter.get("schema"))));
            }
        }
        return call;
    }

    private Stream<ContractCall> spoiltParameters() {
        return parameters.stream().flatMap(parameter -> {
            String name = parameter.get("name").asText();
            Stream<ContractCall> texts = SchemaValues.texts().stream()
                    .filter(text -> isQuery(parameter) || text.chars().noneMatch(Character::isISOControl))
                    .map(text -> with(plain.expecting(expected(parameter, text)), parameter, text));
            if (!isQuery(parameter)) {
                return Stream.concat(
                        texts,
                        Stream.of(with(with(plain, parameter, "a"), parameter, "b")
                                .expecting(Expected.ANY)));
            }
            Stream<ContractCall> raw = Stream.of(
                            name,
                            name + "=%zz",
                            name + "=%",
                            name + "=%ff%fe",
                            name + "=a&" + name + "=b",
                            name + "[]=1",
                            name + "==&&=&%00=%00")
                    .map(query -> plain.rawQuery(query).expecting(Expected.ANY));
            return Stream.concat(texts, raw);
        });
    }

    private Stream<ContractCall> spoiltIds() {
        if (!operation.path().contains("{id}")) {
            return Stream.of();
        }
        return Stream.concat(
                ODD_IDS.stream().map(id -> plain.of(id).expecting(Expected.REFUSAL)),
                BROKEN_IDS.stream().map(id -> plain.of(id).expecting(Expected.NO_DEFECT)));
    }

    private Stream<ContractCall> spoiltSurroundings() {
        ContractCall any = plain.expecting(Expected.ANY);
        return Stream.of(
                        Stream.of("PUT", "PATCH", "FOO", "get", "DELETE", "POST", "GET")
                                .filter(method -> document.operations().stream()
                                        .noneMatch(other -> other.path().equals(operation.path())
                                                && other.method().equals(method)))
                                .map(method -> any.byMethod(method).expecting(Expected.NO_DEFECT)),
                        Stream.of("application/xml", "*/", "image/*;q=0, text/html", ",", "x".repeat(5_000), "\u00e9")
                                .map(type -> any.header("Accept", type)),
                        Stream.of("de-DE;q=x", "\u202e").map(language -> any.header("Accept-Language", language)),
                        Stream.of("unknown=1", "&&&", "a".repeat(5_000), "%00", "%", "?")
                                .map(any::rawQuery),
                        Stream.of(any.withoutHeader("Authorization")
                                .expecting(operation.isPublic() ? Expected.ANY : Expected.REFUSAL)))
                .flatMap(calls -> calls);
    }

    private Stream<ContractCall> spoiltBodies() {
        return bodySchema
                .map(schema -> {
                    List<JsonNode> good = Stream.concat(
                                    examples(),
                                    Stream.generate(() -> values.allowed(schema))
                                            .limit(ALLOWED))
                            .toList();
                    return new BodyCalls(plain, schema, document.rule(schema), good, random).all();
                })
                .orElseGet(() -> Stream.of("{", "{}", "null", "x=1")
                        .map(body -> plain.expecting(Expected.ANY).saying(body.getBytes(StandardCharsets.UTF_8))));
    }

    private Expected expected(JsonNode parameter, String text) {
        JsonNode schema = parameter.get("schema");
        boolean bare = text.isEmpty() && parameter.path("allowEmptyValue").asBoolean();
        return bare || document.rule(schema).test(value(schema, text)) ? Expected.ANY : Expected.REFUSAL;
    }

    private static JsonNode value(JsonNode schema, String text) {
        return switch (schema.get("type").asText()) {
            case "integer" ->
                text.matches("-?[0-9]{1,18}") ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
            case "boolean" ->
                text.matches("true|false") ? BooleanNode.valueOf(text.equals("true")) : TextNode.valueOf(text);
            case "array" -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                Arrays.stream(text.split(",")).filter(part -> !part.isBlank()).forEach(array::add);
                yield array;
            }
            default -> TextNode.valueOf(text);
        };
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? String.join(",", value.valueStream().map(JsonNode::asText).toList())
                : value.asText();
    }

    private static ContractCall with(ContractCall call, JsonNode parameter, String text) {
        String name = parameter.get("name").asText();
        return isQuery(parameter) ? call.query(name, notForLong(name, text)) : call.header(name, oneLine(text));
    }

    /** No executor is there any more: who may wait for the end of a patch would wait for as long as is allowed. */
    private static String notForLong(String name, String text) {
        return name.equals("wait") && text.matches("[0-9]{1,9}")
                ? Integer.toString(Math.min(1, Integer.parseInt(text)))
                : text;
    }

    private static boolean isQuery(JsonNode parameter) {
        return parameter.get("in").asText().equals("query");
    }

    /** A field's value ends where its line does (RFC 9112, section 5). */
    private static String oneLine(String text) {
        return String.join(" ", text.lines().toList());
    }

    /** Those of the query and of the headers. */
    private List<JsonNode> readParameters() {
        return operation
                .node()
                .path("parameters")
                .valueStream()
                .map(document::inlined)
                .filter(parameter -> !parameter.get("in").asText().equals("path"))
                .toList();
    }

    private Optional<JsonNode> readBodySchema() {
        return Optional.of(mediaType().path("schema"))
                .filter(JsonNode::isObject)
                .map(document::inlined);
    }

    private Stream<JsonNode> examples() {
        return mediaType().path("examples").valueStream().map(example -> example.get("value"));
    }

    private JsonNode mediaType() {
        return document.resolved(operation.node().path("requestBody")).at("/content/application~1json");
    }
}

package io.patchline.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.system.ContractCall.Expected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Calls of one operation whose body is spoilt: no JSON, or JSON that is changed in one place. */
final class BodyCalls {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int BY_CHANCE = 150;
    private static final int LARGEST_BODY = 1 << 20;

    private final ContractCall plain;
    private final JsonNode schema;
    private final Predicate<JsonNode> rule;
    private final List<JsonNode> bodies;
    private final RandomGenerator random;

    /**
     * @param plain a call with a good body
     * @param rule whether the document allows a body
     * @param bodies good ones, to be spoilt
     */
    BodyCalls(
            ContractCall plain,
            JsonNode schema,
            Predicate<JsonNode> rule,
            List<JsonNode> bodies,
            RandomGenerator random) {
        this.plain = plain;
        this.schema = schema;
        this.rule = rule;
        this.bodies = List.copyOf(bodies);
        this.random = random;
    }

    Stream<ContractCall> all() {
        return Stream.concat(otherJson(), noJson());
    }

    /** Bodies that are no JSON, or JSON that is not told to be. */
    private Stream<ContractCall> noJson() {
        ContractCall any = plain.expecting(Expected.ANY);
        String good = new String(plain.body(), StandardCharsets.UTF_8);
        ContractCall no = plain.expecting(Expected.REFUSAL);
        Stream<ContractCall> types = Stream.of(
                        "",
                        "text/plain",
                        "application/xml",
                        "application/json;;;=",
                        "x",
                        "application/json; charset=utf-16",
                        "application/json; charset=nothing",
                        "multipart/form-data",
                        "application/x-www-form-urlencoded",
                        "\u00e9")
                .map(type -> any.withoutHeader("Content-Type").header("Content-Type", type));
        Stream<ContractCall> cut =
                random.ints(5, 1, good.length()).mapToObj(end -> no.saying(bytes(good.substring(0, end))));
        Stream<ContractCall> other = Stream.of(
                        "null",
                        "[]",
                        "\"x\"",
                        "17",
                        good + "}",
                        good + good,
                        "{" + good + "}",
                        "[".repeat(100_000),
                        "{\"a\":".repeat(50_000),
                        good.replaceFirst("\\{", "{\"\\\\ud800\":1,,"),
                        "\u0000" + good)
                .map(body -> no.saying(bytes(body)));
        Stream<ContractCall> odd = Stream.of(
                any.saying(good.getBytes(StandardCharsets.UTF_16)),
                any.saying(bytes("\ufeff" + good)),
                any.saying(good.getBytes(StandardCharsets.UTF_16LE)),
                any.saying(bytes(good.replaceFirst("\\{", "{\"unknown\":{\"a\":1,\"a\":2},\"unknown\":1,"))),
                any.saying(new byte[] {(byte) 0xff, (byte) 0xfe, 0}),
                any.saying(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}),
                any.header("Content-Encoding", "gzip"),
                any.saying(new byte[0]),
                no.saying(bytes(good + " ".repeat(LARGEST_BODY))));
        return Stream.of(types, cut, other, odd).flatMap(calls -> calls);
    }

    /** Each field that the schema names with every hostile value, and what is further down by chance. */
    private Stream<ContractCall> otherJson() {
        JsonNode good = bodies.getFirst();
        Stream<ContractCall> atTop = fields(schema).stream()
                .flatMap(name -> SchemaValues.hostile().stream().map(value -> {
                    ObjectNode spoilt = good.deepCopy();
                    spoilt.set(name, value);
                    return judged(spoilt);
                }));
        Stream<ContractCall> without = fields(schema).stream().map(name -> {
            ObjectNode spoilt = good.deepCopy();
            spoilt.remove(name);
            return judged(spoilt);
        });
        Stream<ContractCall> below = Stream.generate(() ->
                        judged(spoilt(bodies.get(random.nextInt(bodies.size())).deepCopy())))
                .limit(BY_CHANCE);
        return Stream.of(atTop, without, below).flatMap(calls -> calls);
    }

    private ContractCall judged(JsonNode body) {
        ContractCall call = plain.saying(body);
        try {
            // The validator writes out all digits of a number: one of fewer stands for it.
            JsonNode read =
                    JSON.readTree(new String(call.body(), StandardCharsets.UTF_8).replace(SchemaValues.HUGE, "1e99"));
            return call.expecting(rule.test(withoutNulls(read)) ? Expected.ANY : Expected.REFUSAL);
        } catch (JsonProcessingException e) {
            return call.expecting(Expected.REFUSAL);
        }
    }

    /** A field that is null is one that is not given. */
    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> nulls = object.properties().stream()
                    .filter(field -> field.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList();
            object.remove(nulls);
        }
        node.forEach(BodyCalls::withoutNulls);
        return node;
    }

    /** Replaces, removes or adds something somewhere in it. */
    private JsonNode spoilt(JsonNode body) {
        List<JsonNode> parents = new ArrayList<>();
        collect(body, parents);
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        List<JsonNode> hostile = SchemaValues.hostile();
        JsonNode value = hostile.get(random.nextInt(hostile.size()));
        if (parent instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), value);
        } else if (parent instanceof ObjectNode object) {
            List<String> names = new ArrayList<>(
                    object.properties().stream().map(Map.Entry::getKey).toList());
            names.add("unknown\u0000");
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        }
        return body;
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private static Set<String> fields(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        schema.path("anyOf").forEach(part -> names.addAll(fields(part)));
        schema.path("allOf").forEach(part -> names.addAll(fields(part)));
        return names;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.patchline.ingest.mcp.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One message of JSON-RPC 2.0 as a client posts it. */
public sealed interface RpcMessage {

    /** It is answered. */
    record Request(JsonNode id, String method, ObjectNode params) implements RpcMessage {}

    /** It is not answered. */
    record Notification(String method, ObjectNode params) implements RpcMessage {}

    /** An answer to a request, of which we send none. */
    record Response() implements RpcMessage {}

    /** It is no message. */
    record Invalid(RpcError error) implements RpcMessage {}

    /** The largest envelope around a patch of the deepest nesting that is taken. */
    int DEEPEST = 100;

    /** How many names, values and brackets: as many as a patch may have ({@code JsonTree}), and an envelope. The tree of small ones takes many times the memory of their text. */
    int MOST_TOKENS = 101_000;

    /** Characters of an id that is a text: it is kept until the answer. */
    int LONGEST_ID = 1_000;

    ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Reads a body. Whatever the bytes are, there is a message; what is wrong with it is never an echo of them. */
    static RpcMessage read(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return of(JSON.readTree(text));
        } catch (CharacterCodingException e) {
            return new Invalid(RpcError.notJson("The body is not UTF-8."));
        } catch (JsonProcessingException e) {
            return new Invalid(
                    RpcError.notJson("The body is not JSON, has a field twice, is nested too deeply or has more than "
                            + MOST_TOKENS + " names, values and brackets: line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ", column "
                            + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr()) + "."));
        }
    }

    private static RpcMessage of(JsonNode node) {
        if (node.isArray()) {
            return invalid("Send one message at a time: there are no batches in the revisions that are spoken here.");
        }
        if (!node.isObject() || !node.path("jsonrpc").asText().equals("2.0")) {
            return invalid("Send one object of JSON-RPC, with \"jsonrpc\": \"2.0\".");
        }
        JsonNode method = node.path("method");
        if (method.isMissingNode() && (node.has("result") || node.has("error"))) {
            return new Response();
        }
        JsonNode params = node.path("params");
        if (!method.isTextual() || !(params.isMissingNode() || params.isObject())) {
            return invalid("A message has a \"method\", a string, and its \"params\", if any, are an object.");
        }
        ObjectNode object = params instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        if (!node.has("id")) {
            return new Notification(method.textValue(), object);
        }
        JsonNode id = node.get("id");
        boolean isId =
                id.isIntegralNumber() || (id.isTextual() && id.textValue().length() <= LONGEST_ID);
        return isId
                ? new Request(id, method.textValue(), object)
                : invalid("The \"id\" of a request is a string of at most " + LONGEST_ID
                        + " characters or a whole number.");
    }

    private static Invalid invalid(String message) {
        return new Invalid(RpcError.invalidRequest(message));
    }
}

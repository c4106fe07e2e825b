package io.patchline.ingest.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What is answered to a message that cannot be carried out: an error of JSON-RPC 2.0 with the codes of MCP.
 *
 * @param httpStatus of the answer in the stateless revision; before it a request that could be read is answered with 200
 */
public record RpcError(int code, String message, Optional<JsonNode> data, int httpStatus) {
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;

    /** Source: schema of 2026-07-28, as the two below. */
    private static final int HEADER_MISMATCH = -32020;

    private static final int MISSING_CLIENT_CAPABILITY = -32021;
    private static final int UNSUPPORTED_REVISION = -32022;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    public static RpcError notJson(String message) {
        return of(PARSE_ERROR, message, BAD_REQUEST);
    }

    public static RpcError invalidRequest(String message) {
        return of(INVALID_REQUEST, message, BAD_REQUEST);
    }

    public static RpcError unknownMethod(String method) {
        return of(METHOD_NOT_FOUND, "There is no method " + QuotedText.of(method) + " here.", NOT_FOUND);
    }

    /** A parameter of a request that is otherwise in order. */
    public static RpcError invalidParams(String message) {
        return of(INVALID_PARAMS, message, OK);
    }

    /** The request does not describe itself as it must. */
    public static RpcError incompleteMeta(String message) {
        return of(INVALID_PARAMS, message, BAD_REQUEST);
    }

    public static RpcError internal(String message) {
        return of(INTERNAL_ERROR, message, OK);
    }

    public static RpcError headerMismatch(String message) {
        return of(HEADER_MISMATCH, "Header mismatch: " + message, BAD_REQUEST);
    }

    /** The client does not declare the extension that the request is of. */
    public static RpcError missingExtension(String extension) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("requiredCapabilities").putObject("extensions").putObject(extension);
        return new RpcError(
                MISSING_CLIENT_CAPABILITY,
                "Missing required client capability: declare the extension " + extension
                        + " in io.modelcontextprotocol/clientCapabilities of this request.",
                Optional.of(data),
                BAD_REQUEST);
    }

    public static RpcError unsupportedRevision(String requested) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        Revision.all().forEach(data.putArray("supported")::add);
        data.put("requested", QuotedText.bounded(requested));
        return new RpcError(
                UNSUPPORTED_REVISION,
                "Unsupported protocol version. Supported are " + String.join(", ", Revision.all()) + ".",
                Optional.of(data),
                BAD_REQUEST);
    }

    private static RpcError of(int code, String message, int httpStatus) {
        return new RpcError(code, message, Optional.empty(), httpStatus);
    }

    /** The object {@code error} of the answer. */
    public ObjectNode json() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", code).put("message", message);
        data.ifPresent(more -> error.set("data", more));
        return error;
    }
}

package io.patchline.ingest.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request's headers say of its body, and whether the two agree. (Source: 2026-07-28, Streamable HTTP, Server Validation.)
 *
 * @param first gives the first value of a header, or null
 */
public record RequestHeaders(Function<String, Optional<String>> first) {
    private static final String REVISION = "MCP-Protocol-Version";
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";
    private static final String ENCODED = "=?base64?";
    private static final String END = "?=";

    /** By method, the parameter that the header {@code Mcp-Name} repeats. (Source: SEP-2243, SEP-2663.) */
    private static final Map<String, String> NAMED_BY = Map.of(
            "tools/call", "name",
            "prompts/get", "name",
            "resources/read", "uri",
            "tasks/get", "taskId",
            "tasks/update", "taskId",
            "tasks/cancel", "taskId");

    /** What was found: who asks, or why it is not answered. */
    public sealed interface Checked {
        record Fits(ClientInfo client) implements Checked {}

        record Refused(RpcError error) implements Checked {}
    }

    /** Checks a request: one of the stateless revision in full, of others which revision it is. */
    public Checked check(RpcMessage.Request request) {
        JsonNode meta = request.params().path("_meta");
        JsonNode own = meta.path(ClientInfo.META_REVISION);
        Optional<String> header = first.apply(REVISION).map(String::strip);
        boolean describesItself = !own.isMissingNode();
        boolean handshake = request.method().equals("initialize") && !describesItself;
        if (describesItself) {
            return stateless(request, meta, own, header);
        }
        Optional<Revision> named = header.flatMap(Revision::of);
        if (header.isPresent() && named.isEmpty() && !handshake) {
            return new Checked.Refused(RpcError.unsupportedRevision(header.get()));
        }
        if (named.filter(Revision::isStateless).isPresent()) {
            return new Checked.Refused(
                    handshake
                            ? RpcError.headerMismatch(
                                    "initialize is of an earlier revision than " + REVISION + " names.")
                            : RpcError.incompleteMeta("A request of " + header.get() + " has in params._meta "
                                    + ClientInfo.META_REVISION + " and " + ClientInfo.META_CAPABILITIES + "."));
        }
        return new Checked.Fits(ClientInfo.of(
                named.orElse(Revision.R2025_06_18),
                JsonNodeFactory.instance.missingNode(),
                first.apply("User-Agent").orElse(""),
                false));
    }

    private Checked stateless(RpcMessage.Request request, JsonNode meta, JsonNode own, Optional<String> header) {
        if (!own.isTextual() || !meta.path(ClientInfo.META_CAPABILITIES).isObject()) {
            return new Checked.Refused(RpcError.incompleteMeta("params._meta has " + ClientInfo.META_REVISION
                    + ", a string, and " + ClientInfo.META_CAPABILITIES + ", an object."));
        }
        Optional<RpcError> mismatch = mismatch(request, own.textValue(), header);
        if (mismatch.isPresent()) {
            return new Checked.Refused(mismatch.get());
        }
        return Revision.of(own.textValue())
                .filter(Revision::isStateless)
                .<Checked>map(revision -> new Checked.Fits(ClientInfo.ofMeta(revision, meta)))
                .orElseGet(() -> new Checked.Refused(RpcError.unsupportedRevision(own.textValue())));
    }

    private Optional<RpcError> mismatch(RpcMessage.Request request, String revision, Optional<String> header) {
        return differs(REVISION, header, revision)
                .or(() -> differs(METHOD, first.apply(METHOD), request.method()))
                .or(() -> Optional.ofNullable(NAMED_BY.get(request.method()))
                        .map(field -> request.params().path(field))
                        .filter(JsonNode::isTextual)
                        .flatMap(name ->
                                differs(NAME, first.apply(NAME).map(RequestHeaders::decoded), name.textValue())));
    }

    private static Optional<RpcError> differs(String name, Optional<String> header, String inBody) {
        if (header.isEmpty()) {
            return Optional.of(RpcError.headerMismatch("the header " + name + " is missing."));
        }
        return header.get().strip().equals(inBody.strip())
                ? Optional.empty()
                : Optional.of(RpcError.headerMismatch("the header " + name + " is " + QuotedText.of(header.get())
                        + ", and the body says otherwise."));
    }

    /** A value that no header may have comes encoded. What cannot be decoded stays as it is, and fits nothing. */
    private static String decoded(String value) {
        String text = value.strip();
        if (!text.startsWith(ENCODED) || !text.endsWith(END) || text.length() < ENCODED.length() + END.length()) {
            return text;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(ENCODED.length(), text.length() - END.length()));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}

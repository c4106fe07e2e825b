package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.ingest.mcp.protocol.RpcMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.PatchId;
import java.util.List;
import java.util.Optional;

/**
 * What a call came to.
 *
 * @param content what is sent, small enough for a model
 * @param error whether what was asked for did not come about
 * @param code in a word, for the log and the metrics: {@code ok}, or an {@link ErrorCode}
 * @param patch that it is about
 * @param open whether the patch is not over
 */
public record ToolResult(ObjectNode content, boolean error, String code, Optional<PatchId> patch, boolean open) {

    static ToolResult of(ObjectNode content, Optional<PatchId> patch) {
        return new ToolResult(ResultBound.within(content), false, "ok", patch, false);
    }

    /** Of a call that was not carried out. */
    public static ToolResult refused(ErrorCode code, String detail, List<Problem> problems, String next) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("code", code.wireName())
                .put("detail", detail)
                .put("retryable", HttpStatus.isRetryable(code))
                .put("next", next);
        if (!problems.isEmpty()) {
            problems.forEach(problem -> content.withArrayProperty("errors")
                    .addObject()
                    .put("pointer", problem.pointer())
                    .put("code", problem.code().wireName())
                    .put("detail", problem.detail()));
        }
        return new ToolResult(ResultBound.within(content), true, code.wireName(), Optional.empty(), false);
    }

    static ToolResult refused(ErrorCode code, String detail, String next) {
        return refused(code, detail, List.of(), next);
    }

    /** The same, with this too. */
    ToolResult with(String name, String text) {
        content.put(name, text);
        return this;
    }

    ToolResult about(PatchId id) {
        return new ToolResult(content, error, code, Optional.of(id), open);
    }

    /** The result as the protocol has it: the content as it is and, for clients that read only that, as text. */
    public ObjectNode json() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text());
        result.set("structuredContent", content);
        result.put("isError", error);
        return result;
    }

    private String text() {
        try {
            return RpcMessage.JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is JSON", e);
        }
    }
}

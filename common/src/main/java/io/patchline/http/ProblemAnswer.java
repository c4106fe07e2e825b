package io.patchline.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.ErrorCode;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem of RFC 9457 that answers a request before any resource is reached.
 *
 * @param status the status code of HTTP
 * @param detail what is wrong and what to do next
 */
public record ProblemAnswer(int status, ErrorCode code, String detail) {
    private static final String CONTENT_TYPE = "application/problem+json";

    /** Answers the request; does nothing where it is answered already. */
    public void to(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (UnreadBody.isIn(context)) {
            UnreadBody.leave(context);
        }
        response.setStatusCode(status).putHeader("Content-Type", CONTENT_TYPE).end(json());
    }

    private String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "urn:patchline:problem:" + code.wireName());
        fields.put("title", code.wireName().replace('_', ' '));
        fields.put("status", status);
        fields.put("detail", detail);
        fields.put("code", code.wireName());
        fields.put("retryable", false);
        try {
            return MessageCodec.mapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a problem is JSON", e);
        }
    }
}

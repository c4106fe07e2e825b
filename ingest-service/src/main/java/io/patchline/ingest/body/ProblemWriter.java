package io.patchline.ingest.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.patchline.http.UnreadBody;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.message.MessageCodec;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** A problem that is answered before any resource is reached. */
public final class ProblemWriter {
    private ProblemWriter() {}

    /** The problem that the failure carries; where it carries none the client is gone, and so is its connection. */
    public static void to(RoutingContext context, Throwable failure) {
        if (!(failure instanceof RefusedException refused) || context.response().closed()) {
            context.request().connection().close();
            return;
        }
        HttpServerResponse response = context.response()
                .setStatusCode(refused.problem().status())
                .putHeader("Content-Type", ProblemDetail.CONTENT_TYPE);
        if (refused.retryAfterSeconds() > 0) {
            response.putHeader("Retry-After", Long.toString(refused.retryAfterSeconds()));
        }
        if (UnreadBody.isIn(context)) {
            UnreadBody.leave(context);
        }
        response.end(json(refused.problem()));
    }

    private static String json(ProblemDetail problem) {
        try {
            return MessageCodec.mapper().writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a problem is JSON", e);
        }
    }
}

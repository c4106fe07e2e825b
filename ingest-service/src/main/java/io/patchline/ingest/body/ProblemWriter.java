package io.patchline.ingest.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.patchline.http.UnreadBody;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.message.MessageCodec;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** A problem that is answered without a resource. */
public final class ProblemWriter {
    private ProblemWriter() {}

    /** The problem that the failure carries; where it carries none the client is gone, and so is its connection. */
    public static void to(RoutingContext context, Throwable failure) {
        if (!(failure instanceof RefusedException refused) || context.response().closed()) {
            context.request().connection().close();
            return;
        }
        write(context, refused.problem(), refused.retryAfterSeconds());
    }

    /** This problem; nothing if the client is gone. */
    public static void to(RoutingContext context, ProblemDetail problem) {
        if (!context.response().closed()) {
            write(context, problem, problem.retryAfterSeconds());
        }
    }

    private static void write(RoutingContext context, ProblemDetail problem, long retryAfterSeconds) {
        HttpServerResponse response = context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", ProblemDetail.CONTENT_TYPE);
        if (retryAfterSeconds > 0) {
            response.putHeader("Retry-After", Long.toString(retryAfterSeconds));
        }
        if (UnreadBody.isIn(context)) {
            UnreadBody.leave(context);
        }
        response.end(json(problem));
    }

    private static String json(ProblemDetail problem) {
        try {
            return MessageCodec.mapper().writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a problem is JSON", e);
        }
    }
}

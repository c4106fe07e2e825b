package io.patchline.ingest.access;

import io.patchline.http.ProblemAnswer;
import io.patchline.http.UnreadBody;
import io.patchline.outcome.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Objects;

/**
 * Bodies of the API are JSON by their media type, everywhere: what a browser sends across origins without asking (text, forms) is none. The doors where
 * patches are submitted say for themselves what they take.
 */
final class MediaTypeCheck implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        if (path.startsWith("/v1/") && UnreadBody.isIn(context) && !isJson(request)) {
            new ProblemAnswer(
                            415,
                            ErrorCode.NOT_JSON,
                            "Send the body as JSON, with the header Content-Type: application/json; or send none.")
                    .to(context);
        } else {
            context.next();
        }
    }

    private static boolean isJson(HttpServerRequest request) {
        String type = Objects.requireNonNullElse(request.getHeader("Content-Type"), "")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}

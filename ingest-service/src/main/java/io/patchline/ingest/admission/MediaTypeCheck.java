package io.patchline.ingest.admission;

import io.patchline.http.ProblemAnswer;
import io.patchline.http.UnreadBody;
import io.patchline.outcome.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Objects;

/**
 * What is posted to the API is JSON by its media type: what a browser posts across origins without asking (text, forms) is none. Other methods either change nothing, or no browser sends them
 * across origins without asking. The paths where patches are submitted say for themselves what they take.
 */
final class MediaTypeCheck implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        boolean posted = request.method().equals(HttpMethod.POST) && path.startsWith("/v1/");
        if (posted && UnreadBody.isIn(context) && !isJson(request)) {
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

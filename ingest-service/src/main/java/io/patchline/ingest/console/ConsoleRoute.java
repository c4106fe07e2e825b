package io.patchline.ingest.console;

import io.patchline.http.ProblemAnswer;
import io.patchline.ingest.console.ConsoleFiles.ConsoleFile;
import io.patchline.outcome.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Serves the console at {@code /console/}. Whoever may see its pages may see nothing yet: all that they show they ask of the API. */
@Singleton
final class ConsoleRoute {
    private static final String PREFIX = "/console/";
    /** A year, which is what caches take for ever. (Source: RFC 9111, 1.2.2; RFC 8246.) */
    private static final String LASTING = "public, max-age=31536000, immutable";

    private static final int MOVED = 308;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    private final ConsoleFiles files = new ConsoleFiles();

    void register(@Observes Router router) {
        router.route("/console*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::serve);
    }

    private void serve(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.equals("/console")) {
            context.response()
                    .setStatusCode(MOVED)
                    .putHeader("Location", PREFIX)
                    .end();
            return;
        }
        Optional<ConsoleFile> found =
                path.startsWith(PREFIX) ? files.at(path.substring(PREFIX.length())) : Optional.empty();
        if (found.isEmpty()) {
            new ProblemAnswer(NOT_FOUND, ErrorCode.NOT_FOUND, "There is nothing at this path.").to(context);
            return;
        }
        ConsoleFile file = found.get();
        HttpServerResponse response = context.response()
                .putHeader("Content-Type", file.type())
                .putHeader("Cache-Control", file.lasting() ? LASTING : "no-cache")
                .putHeader("ETag", file.tag());
        if (file.tag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(NOT_MODIFIED).end();
        } else if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(file.bytes().length))
                    .end();
        } else {
            response.end(Buffer.buffer(file.bytes()));
        }
    }
}

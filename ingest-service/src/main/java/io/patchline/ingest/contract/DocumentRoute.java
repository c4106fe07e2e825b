package io.patchline.ingest.contract;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** {@code GET /openapi}: the document, in YAML, or in JSON for whoever asks for that. It is for everybody, and no secret. */
@Singleton
final class DocumentRoute {
    private static final String JSON = "application/json";

    private final ServedDocument document;

    DocumentRoute(ServedDocument document) {
        this.document = document;
    }

    void register(@Observes Router router) {
        router.route("/openapi").method(HttpMethod.GET).method(HttpMethod.HEAD).blockingHandler(this::serve, false);
    }

    private void serve(RoutingContext context) {
        boolean json = wantsJson(context.request());
        Buffer text = Buffer.buffer(json ? document.json() : document.yaml());
        context.response().putHeader("Content-Type", (json ? JSON : "application/yaml") + ";charset=UTF-8");
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response()
                    .putHeader("Content-Length", Integer.toString(text.length()))
                    .end();
        } else {
            context.response().end(text);
        }
    }

    private static boolean wantsJson(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return (accept != null && accept.contains(JSON)) || "json".equalsIgnoreCase(request.getParam("format"));
    }
}

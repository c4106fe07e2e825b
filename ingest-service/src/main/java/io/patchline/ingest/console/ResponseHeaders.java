package io.patchline.ingest.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * What browsers are told with every answer: load nothing from elsewhere and run nothing that is not a file of ours, show it in no frame, believe the media type, tell nobody where you come from. (Source: Content
 * Security Policy Level 3.)
 */
@Singleton
final class ResponseHeaders {
    /** Of the framework, in development mode: Swagger UI has scripts in its page. */
    private static final String FRAMEWORK = "/q/";

    /** Before whoever may answer: {@code RequestChecks}. */
    private static final int FIRST = 10_002;

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    void register(@Observes Filters filters) {
        filters.register(ResponseHeaders::enter, FIRST);
    }

    private static void enter(RoutingContext context) {
        String path = context.request().path();
        if (path == null || !path.startsWith(FRAMEWORK)) {
            context.addHeadersEndHandler(end -> put(context.response().headers()));
        }
        context.next();
    }

    /** A page that says itself what it may do, such as that of OAuth's consent, knows better. */
    private static void put(MultiMap headers) {
        HEADERS.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.set(name, value);
            }
        });
    }
}

package io.patchline.http;

import io.patchline.outcome.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers requests whose method is none of ours with 405, before anything routes, authenticates or counts them. Safe for use by several threads. */
public final class MethodCheck implements Handler<RoutingContext> {
    /** The methods of both services' interfaces. */
    static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE, HttpMethod.OPTIONS);

    private static final String NAMES =
            METHODS.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));

    @Override
    public void handle(RoutingContext context) {
        if (METHODS.contains(context.request().method())) {
            context.next();
            return;
        }
        context.response().putHeader("Allow", NAMES);
        new ProblemAnswer(405, ErrorCode.NOT_SUPPORTED, "This service answers " + NAMES + " and no other method.")
                .to(context);
    }
}

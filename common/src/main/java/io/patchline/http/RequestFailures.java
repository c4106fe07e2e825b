package io.patchline.http;

import io.patchline.outcome.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers requests that cannot be routed, because their Host header is missing or malformed or their path is no path, with a problem instead of
 * the framework's stack trace, and without a line in the log: anybody can send any number of them. Other failures go on to who handles them.
 */
public final class RequestFailures implements Handler<RoutingContext> {
    private static final int BAD_REQUEST = 400;

    @Override
    public void handle(RoutingContext context) {
        if (context.statusCode() != BAD_REQUEST) {
            context.next();
            return;
        }
        AnswersInTurn.keep(context); // no filter has seen it
        new ProblemAnswer(
                        BAD_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        "The request cannot be routed: its Host header is missing or malformed, or its path is no path. Send one Host header, with "
                                + "the host and port of this service.")
                .to(context);
    }
}

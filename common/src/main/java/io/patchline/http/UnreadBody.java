package io.patchline.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * A body that nobody will read. Its connection is good for nothing more and is closed, but not before the client had time to read the answer:
 * whoever closes while the other side is still sending takes the answer away from it. (As nginx does by lingering_close.)
 */
public final class UnreadBody {
    private static final long LINGER_MILLIS = 2_000;

    private UnreadBody() {}

    /** Whether the request has a body that nobody has read yet. */
    public static boolean isIn(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean announced = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || !"0".equals(Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_LENGTH), "0"));
        return announced && !request.isEnded();
    }

    /** Before the answer to the request is written. */
    public static void leave(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(answered -> linger(context));
    }

    private static void linger(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpConnection connection = request.connection();
        if (request.isEnded()) {
            connection.close();
            return;
        }
        long timer = context.vertx().setTimer(LINGER_MILLIS, expired -> connection.close());
        request.handler(dropped -> {});
        request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        request.endHandler(end -> {
            context.vertx().cancelTimer(timer);
            connection.close();
        });
        request.resume();
    }
}

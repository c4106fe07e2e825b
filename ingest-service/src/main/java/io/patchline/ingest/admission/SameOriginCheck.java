package io.patchline.ingest.admission;

import io.patchline.http.ProblemAnswer;
import io.patchline.outcome.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where everybody is let in because only this machine can connect, keeps web pages out that a browser on this machine has loaded: the Host header must
 * be a name of the loopback interface, or else a page whose name was made to mean 127.0.0.1 (DNS rebinding) would be let in; and a page's Origin must be
 * this service itself, or else any page could send what needs no preflight.
 */
final class SameOriginCheck implements Handler<RoutingContext> {
    /** {@code localhost} and names under it, 127.0.0.0/8 and ::1, each with or without a port. (Source: RFC 6761, 6.3.) */
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:(?:[a-z0-9-]{1,63}\\.){0,8}localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?");

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String host = Objects.requireNonNullElse(request.getHeader("Host"), "").toLowerCase(Locale.ROOT);
        List<String> origins = request.headers().getAll("Origin");
        if (!LOOPBACK.matcher(host).matches()) {
            refuse(
                    context,
                    "Access without credentials is for this machine: address the service as localhost or 127.0.0.1, not by another name, or have "
                            + "the operator set patchline.access.tokens-file.");
        } else if (origins.stream().anyMatch(origin -> !isOf(host, origin))) {
            refuse(
                    context,
                    "Access without credentials is not for web pages of another origin. Have the operator set patchline.access.tokens-file.");
        } else {
            context.next();
        }
    }

    private static boolean isOf(String host, String origin) {
        try {
            URI uri = new URI(origin.toLowerCase(Locale.ROOT));
            return "http".equals(uri.getScheme()) && host.equals(uri.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void refuse(RoutingContext context, String detail) {
        new ProblemAnswer(403, ErrorCode.FORBIDDEN, detail).to(context);
    }
}

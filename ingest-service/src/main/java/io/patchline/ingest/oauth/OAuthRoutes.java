package io.patchline.ingest.oauth;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.github.bucket4j.TimeMeter;
import io.patchline.http.ProblemAnswer;
import io.patchline.ingest.access.RateLimiter;
import io.patchline.ingest.access.RateLimiter.Allowance;
import io.patchline.ingest.access.TokenHolders;
import io.patchline.ingest.body.BodyReader;
import io.patchline.ingest.body.ProblemWriter;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.Network;
import io.patchline.ingest.config.Rate;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.oauth.EmbeddedEndpoints.Route;
import io.patchline.ingest.oauth.server.ServerAddress;
import io.patchline.outcome.ErrorCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of OAuth on HTTP. They come before anybody looks who sent the request: a client has no credentials yet, and a person shows theirs in a form. */
@Singleton
public final class OAuthRoutes {
    /** Before {@code AdmissionFilter}, which is at 50. */
    private static final int PRIORITY = 60;

    private static final int ADDRESSES = 10_000;

    /** Of a form or of a client's metadata; those of clients that there are have some hundred bytes. */
    private static final int LARGEST_BODY = 32 << 10;

    private static final int NO_CONTENT = 204;
    private static final Logger LOG = LoggerFactory.getLogger(OAuthRoutes.class);

    private final OAuthPaths paths;
    private final BodyReader bodies;
    private final TokenHolders holders;
    private final Rate rate;
    private final RateLimiter buckets = new RateLimiter(ADDRESSES, TimeMeter.SYSTEM_NANOTIME);

    OAuthRoutes(OAuthPaths paths, BodyReader bodies, TokenHolders holders, IngestConfig config) {
        this.paths = paths;
        this.bodies = bodies;
        this.holders = holders;
        this.rate = config.oauth().rate();
    }

    void open(@Observes Filters filters) {
        filters.register(this::enter, PRIORITY);
    }

    private void enter(RoutingContext context) {
        String path = context.normalizedPath();
        Map<String, Route> routes = paths.routes();
        Optional<Route> route = Optional.ofNullable(routes.get(path));
        if (route.isPresent()) {
            enter(context, route.get());
        } else if (path.equals(ServerAddress.RESOURCE_PATH) && !paths.isOn()) {
            new ProblemAnswer(
                            404,
                            ErrorCode.NOT_FOUND,
                            "OAuth is off here: use /mcp with a token. An operator turns it on with patchline.oauth=embedded or patchline.oauth.issuer.")
                    .to(context);
        } else {
            context.next();
        }
    }

    private void enter(RoutingContext context, Route route) {
        HttpMethod method = context.request().method();
        if (route.fromAnywhere()) {
            context.response().putHeader("Access-Control-Allow-Origin", "*");
        }
        if (method.equals(HttpMethod.OPTIONS) && route.fromAnywhere()) {
            preflight(context, route);
        } else if (!route.methods().contains(method)) {
            context.response().putHeader("Allow", names(route));
            new ProblemAnswer(
                            405, ErrorCode.NOT_SUPPORTED, "This path answers " + names(route) + " and no other method.")
                    .to(context);
        } else {
            limited(context, route);
        }
    }

    private static void preflight(RoutingContext context, Route route) {
        context.response()
                .setStatusCode(NO_CONTENT)
                .putHeader("Access-Control-Allow-Methods", names(route))
                .putHeader("Access-Control-Allow-Headers", "Content-Type, MCP-Protocol-Version")
                .putHeader("Access-Control-Max-Age", "3600")
                .end();
    }

    private static String names(Route route) {
        return route.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    }

    private void limited(RoutingContext context, Route route) {
        InetAddress address = holders.addressOf(context.request());
        Allowance allowance = buckets.take(context.normalizedPath() + " " + Network.keyOf(address), rate);
        if (!allowance.allowed()) {
            ProblemWriter.to(
                    context,
                    new RefusedException(
                            ProblemDetail.of(
                                    ErrorCode.RATE_LIMITED,
                                    "This address calls this path more often than " + rate
                                            + ". Try again after the pause in Retry-After."),
                            allowance.retryAfterSeconds()));
        } else if (context.request().method().equals(HttpMethod.POST)) {
            bodies.ofStranger(context, address)
                    .subscribe()
                    .with(body -> posted(context, route, address, body), failure -> ProblemWriter.to(context, failure));
        } else {
            answer(context, route, address, Buffer.buffer());
        }
    }

    private static void posted(RoutingContext context, Route route, InetAddress address, Buffer body) {
        if (body.length() > LARGEST_BODY) {
            new ProblemAnswer(
                            413,
                            ErrorCode.TOO_LARGE,
                            "The body has more than the " + LARGEST_BODY + " bytes that are taken here.")
                    .to(context);
        } else {
            answer(context, route, address, body);
        }
    }

    /** On a thread that may wait: for the broker, and for a client's document. */
    private static void answer(RoutingContext context, Route route, InetAddress address, Buffer body) {
        HTTPRequest request;
        try {
            request = NimbusMessages.request(context, address, body);
        } catch (IllegalArgumentException e) {
            new ProblemAnswer(
                            400,
                            ErrorCode.INVALID_REQUEST,
                            "The request cannot be read: its address or its Content-Type is malformed.")
                    .to(context);
            return;
        }
        Context eventLoop = context.vertx().getOrCreateContext();
        Thread.ofVirtual().name("oauth").start(() -> {
            HTTPResponse response = answer(route, request);
            eventLoop.runOnContext(any -> NimbusMessages.write(response, context));
        });
    }

    private static HTTPResponse answer(Route route, HTTPRequest request) {
        try {
            return route.endpoint().answer(request);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A request of OAuth met a defect");
            return new HTTPResponse(HTTPResponse.SC_SERVER_ERROR);
        }
    }
}

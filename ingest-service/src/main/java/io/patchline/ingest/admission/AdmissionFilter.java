package io.patchline.ingest.admission;

import io.github.bucket4j.TimeMeter;
import io.patchline.http.UnreadBody;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.RateLimiter;
import io.patchline.ingest.access.RateLimiter.Allowance;
import io.patchline.ingest.body.BodyReader;
import io.patchline.ingest.body.ProblemWriter;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.Rate;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.outcome.ErrorCode;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What every request passes before anything else: who is it, are they within their rate, and is their body within its bounds. Whoever was not
 * let in goes on unread, to be told so by the resource.
 */
@Singleton
public final class AdmissionFilter {
    /** After the framework has looked who is to say who it is, at 200, and before everything else. */
    private static final int PRIORITY = 50;

    private static final int CREDENTIALS = 10_000;

    private static final String ADMITTED = AdmissionFilter.class.getName();

    private final BodyReader bodies;
    private final IdentityProviderManager identities;
    private final Rate rate;
    private final RateLimiter buckets = new RateLimiter(CREDENTIALS, TimeMeter.SYSTEM_NANOTIME);

    AdmissionFilter(BodyReader bodies, IdentityProviderManager identities, IngestConfig config) {
        this.bodies = bodies;
        this.identities = identities;
        this.rate = config.limits().rate();
    }

    public void open(@Observes Filters filters) {
        filters.register(this::enter, PRIORITY);
    }

    /** Who sent this request, if they were let in and are within their rate; the body is read then. */
    public static Optional<Caller> admitted(RoutingContext context) {
        return Optional.ofNullable(context.get(ADMITTED));
    }

    private void enter(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.equals("/health") || path.startsWith("/q/") || path.startsWith("/console")) {
            context.next();
            return;
        }
        if (UnreadBody.isIn(context)) {
            context.request().pause();
        }
        // The framework would answer failures at once and barely; the resource's answer says what to do.
        BiConsumer<RoutingContext, Throwable> later = (failed, cause) -> {};
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, later);
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(identity -> identified(context, identity), refused -> goOnUnread(context));
    }

    private void identified(RoutingContext context, SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof Caller caller)) {
            goOnUnread(context);
            return;
        }
        context.put(ADMITTED, caller);
        Rate allowed = caller.rate().orElse(rate);
        Allowance allowance = buckets.take(caller.name(), allowed);
        if (!allowance.allowed()) {
            refuse(context, allowed, allowance);
        } else if (UnreadBody.isIn(context)) {
            bodies.ofCaller(context, caller.name())
                    .subscribe()
                    .with(body -> context.next(), failure -> ProblemWriter.to(context, failure));
        } else {
            context.next();
        }
    }

    private static void goOnUnread(RoutingContext context) {
        if (UnreadBody.isIn(context)) {
            UnreadBody.leave(context);
        }
        context.next();
    }

    private static void refuse(RoutingContext context, Rate rate, Allowance allowance) {
        long pause = allowance.retryAfterSeconds();
        // Source: draft-ietf-httpapi-ratelimit-headers-10.
        context.response()
                .putHeader(
                        "RateLimit-Policy",
                        "\"credential\";q=" + rate.times() + ";w="
                                + rate.period().toSeconds())
                .putHeader("RateLimit", "\"credential\";r=0;t=" + pause);
        ProblemWriter.to(
                context,
                new RefusedException(
                        ProblemDetail.of(
                                ErrorCode.RATE_LIMITED,
                                "This credential is used more often than " + rate
                                        + ". Nothing was accepted: send the same request again after the pause in Retry-After."),
                        pause));
    }
}

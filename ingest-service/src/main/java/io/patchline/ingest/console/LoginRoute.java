package io.patchline.ingest.console;

import io.github.bucket4j.TimeMeter;
import io.patchline.ingest.access.RateLimiter;
import io.patchline.ingest.access.RateLimiter.Allowance;
import io.patchline.ingest.access.TokenHolders;
import io.patchline.ingest.acts.ActMessage;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.Network;
import io.patchline.ingest.config.Rate;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.login.LoginResult;
import io.patchline.ingest.login.LoginSetup;
import io.patchline.ingest.login.Person;
import io.patchline.ingest.login.ProviderLogin;
import io.patchline.ingest.login.ProviderLogins;
import io.patchline.ingest.session.ConsoleSessions;
import io.patchline.ingest.session.PendingLogin;
import io.patchline.ingest.session.SessionCookie;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a browser to the identity provider and back. Whoever comes has no credentials yet. Where no provider is configured there is nothing at these paths. */
@Singleton
final class LoginRoute {
    /** Before {@link ConsoleRoute}, whose paths these would be. */
    private static final int BEFORE = -1;

    private static final int ADDRESSES = 10_000;

    /** How many may wait for the provider at a time. */
    private static final int AT_ONCE = 32;

    private static final int LONGEST_CODE = 4096;

    /** Addresses of the console's own pages, so that nobody is sent elsewhere: without steps upwards in the path, and none of a login. */
    private static final Pattern PAGE =
            Pattern.compile("/console/(?!login/)(?![^?]*(?:\\.|%2[Ee]){2})[A-Za-z0-9?&=%._~:+,;@!$*/-]{0,1000}");

    private static final String FIRST_PAGE = "/console/";
    private static final Logger LOG = LoggerFactory.getLogger(LoginRoute.class);

    private final Optional<ProviderLogin> provider;
    private final ConsoleSessions sessions;
    private final CodeUse acts;
    private final TokenHolders holders;
    private final Clock clock;
    private final Rate rate;
    private final RateLimiter buckets = new RateLimiter(ADDRESSES, TimeMeter.SYSTEM_NANOTIME);
    private final Semaphore waiting = new Semaphore(AT_ONCE);

    LoginRoute(
            ProviderLogins logins,
            ConsoleSessions sessions,
            CodeUse acts,
            TokenHolders holders,
            IngestConfig config,
            Clock clock) {
        this.provider = logins.inUse();
        this.sessions = sessions;
        this.acts = acts;
        this.holders = holders;
        this.clock = clock;
        this.rate = config.console().login().rate();
    }

    void register(@Observes Router router) {
        provider.ifPresent(login -> {
            LoginCookie cookie = new LoginCookie(login.setup());
            route(router, LoginSetup.BEGIN_PATH, context -> begin(login, cookie, context.request()));
            route(router, LoginSetup.CALLBACK_PATH, context -> finish(login, cookie, context));
        });
    }

    private void route(Router router, String path, Function<RoutingContext, LoginAnswer> answer) {
        router.get(path).order(BEFORE).handler(context -> limited(context, path, () -> answer.apply(context)));
    }

    /** On a thread that may wait for the provider. */
    private void limited(RoutingContext context, String path, Supplier<LoginAnswer> answer) {
        if (!isPage(context.request())) {
            LoginAnswer.page(403, "A login is a page of its own, and no part of another one. Log in from the console.")
                    .to(context.response());
            return;
        }
        InetAddress address = holders.addressOf(context.request());
        Allowance allowance = buckets.take(path + " " + Network.keyOf(address), rate);
        if (!allowance.allowed()) {
            LoginAnswer.busy(
                            "Too many logins were begun from this address. Wait a moment and log in again.",
                            allowance.retryAfterSeconds())
                    .to(context.response());
        } else if (!waiting.tryAcquire()) {
            LoginAnswer.busy("Too many persons log in at this moment. Wait a moment and log in again.", 1)
                    .to(context.response());
        } else {
            Context eventLoop = context.vertx().getOrCreateContext();
            Thread.ofVirtual().name("login").start(() -> {
                LoginAnswer given = given(answer);
                eventLoop.runOnContext(any -> given.to(context.response()));
            });
        }
    }

    /**
     * What another page has the browser fetch, as an image or a frame, is no login, and uses up nothing of what the address may. (Source: Fetch Metadata Request Headers, 2.1; who is no browser
     * sends none.)
     */
    private static boolean isPage(HttpServerRequest request) {
        String fetched = request.getHeader("Sec-Fetch-Dest");
        return fetched == null || fetched.equals("document");
    }

    private LoginAnswer given(Supplier<LoginAnswer> answer) {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A login by the identity provider met a defect");
            return LoginAnswer.page(
                    500, "The service met a defect, which its log has. Log in with a token, or try again.");
        } finally {
            waiting.release();
        }
    }

    private LoginAnswer begin(ProviderLogin login, LoginCookie cookie, HttpServerRequest request) {
        String page = Optional.ofNullable(request.getParam("page"))
                .filter(asked -> PAGE.matcher(asked).matches())
                .orElse(FIRST_PAGE);
        Optional<ConsoleSessions.Pending> pending = sessions.pending(page);
        if (pending.isEmpty()) {
            return LoginAnswer.page(403, SessionResource.NO_KEY);
        }
        return login.begin(secrets(pending.get().login()))
                .map(to -> LoginAnswer.redirect(
                        to.toString(), List.of(cookie.begin(pending.get().cookie()))))
                .orElseGet(LoginAnswer::away);
    }

    /** An answer that is not that of this browser's login does not end it either. */
    private LoginAnswer finish(ProviderLogin login, LoginCookie cookie, RoutingContext context) {
        Optional<String> state = one(context, "state");
        return cookie.in(context.request())
                .flatMap(sessions::ofPending)
                .filter(begun ->
                        state.filter(sent -> isSame(sent, begun.state())).isPresent())
                .map(begun -> finish(login, begun, context).with(List.of(cookie.end())))
                .orElseGet(
                        () -> failed(
                                context.request(),
                                "This answer of the identity provider belongs to no login that this browser began in the last minutes, or another one was begun since. Log in again."));
    }

    private LoginAnswer finish(ProviderLogin login, PendingLogin begun, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!context.queryParam("error").isEmpty()) {
            return LoginAnswer.page(403, denied(one(context, "error")));
        }
        Optional<String> code = one(context, "code").filter(sent -> !sent.isBlank() && sent.length() <= LONGEST_CODE);
        if (code.isEmpty() || context.queryParam("iss").size() > 1) {
            return failed(request, "The identity provider's answer has no code. Log in again.");
        }
        return switch (login.finish(code.get(), one(context, "iss"), secrets(begun))) {
            case LoginResult.LoggedIn in -> loggedIn(login.setup(), in.person(), begun.page(), request);
            case LoginResult.NotAllowed refused -> LoginAnswer.page(403, refused.detail());
            case LoginResult.Wrong wrong -> failed(request, wrong.detail());
            case LoginResult.Unusable unusable -> LoginAnswer.page(502, unusable.detail());
            case LoginResult.Away away -> LoginAnswer.away();
        };
    }

    private LoginAnswer loggedIn(LoginSetup setup, Person person, String page, HttpServerRequest request) {
        Optional<ConsoleSessions.Begun> begun = sessions.beginOfPerson(person.name(), person.scopes());
        if (begun.isEmpty()) {
            return LoginAnswer.page(403, SessionResource.NO_KEY);
        }
        acts.publish(ActMessage.LOGGED_IN, person.name());
        Duration lasts = Duration.between(clock.instant(), begun.get().session().expires());
        return LoginAnswer.redirect(
                page, List.of(SessionCookie.begin(request, begun.get().cookie(), lasts, setup.isTls())));
    }

    /** Counted and logged like wrong credentials, by address. */
    private LoginAnswer failed(HttpServerRequest request, String detail) {
        RefusedException refused = holders.refused(holders.addressOf(request), detail);
        return refused.retryAfterSeconds() > 0
                ? LoginAnswer.busy(refused.problem().detail(), refused.retryAfterSeconds())
                : LoginAnswer.page(401, detail);
    }

    private static String denied(Optional<String> error) {
        return error.filter("access_denied"::equals).isPresent()
                ? "You did not log in at the identity provider, or it does not let you in here. Log in again, or ask who runs it for access."
                : "The identity provider did not log you in ("
                        + error.filter(code -> code.matches("[a-z_]{1,64}")).orElse("for no reason that it says")
                        + "). Log in again; if it happens again, an operator looks at how this service is registered there.";
    }

    /** What is there once. (Source: RFC 6749, 3.1.) */
    private static Optional<String> one(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static ProviderLogin.Secrets secrets(PendingLogin login) {
        return new ProviderLogin.Secrets(login.state(), login.nonce(), login.verifier());
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}

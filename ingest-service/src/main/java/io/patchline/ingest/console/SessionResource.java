package io.patchline.ingest.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.access.AccessToken;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Credential;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.access.TokenAuthenticator;
import io.patchline.ingest.acts.ActMessage;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.ProblemResponses;
import io.patchline.ingest.login.ProviderLogin;
import io.patchline.ingest.login.ProviderLogins;
import io.patchline.ingest.session.ConsoleSessions;
import io.patchline.ingest.session.Session;
import io.patchline.ingest.session.SessionCookie;
import io.patchline.ingest.session.Sessions;
import io.patchline.outcome.ErrorCode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sessions, in which a browser uses the API by a cookie in place of a token. */
@Path("v1/session")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    private static final String NO_TOKEN =
            "A session stands for a token of the token file; these credentials are none.";
    private static final String CODE_OVER = "The link is over. ./patchline console prints a new one.";
    private static final String BY_SESSION = "A session begins with a token or a code, not with another session.";
    static final String NO_KEY =
            "Nobody can log in to the console here: there is no key for sessions. An operator sets patchline.console.key-file; docs/console.md.";

    private final TokenAuthenticator authenticator;
    private final ConsoleSessions sessions;
    private final CodeUse codes;
    private final Optional<ProviderLogin> provider;
    private final Clock clock;
    private final String publicUrl;
    private final String tokenHeader;

    SessionResource(
            TokenAuthenticator authenticator,
            ConsoleSessions sessions,
            CodeUse codes,
            ProviderLogins logins,
            IngestConfig config,
            Clock clock) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.codes = codes;
        this.provider = logins.inUse();
        this.clock = clock;
        this.tokenHeader = config.access().header();
        this.publicUrl = config.http()
                .publicUrl()
                .map(url -> url.toString().replaceAll("/+$", ""))
                .orElse("http://localhost:" + config.http().port());
    }

    /** 200 with who the caller is, by a session or by any other credential. */
    @GET
    @RolesAllowed({Scope.SUBMIT, Scope.READ, Scope.OPERATE, Scope.REVIEW})
    public SessionView who(@Context SecurityContext visitor, @Context HttpServerRequest request) {
        return SessionView.of(caller(visitor), sessions.current(request));
    }

    /** 200 with a cookie, for who sends a token, or a code for the first time. */
    @POST
    @RolesAllowed({Scope.SUBMIT, Scope.READ, Scope.OPERATE, Scope.REVIEW})
    public Uni<Response> begin(@Context SecurityContext visitor, @Context HttpServerRequest request) {
        if (isBySession(request)) {
            return Uni.createFrom().item(problem(ErrorCode.FORBIDDEN, BY_SESSION));
        }
        Caller caller = caller(visitor);
        Optional<String> code = Credential.in(request.headers(), tokenHeader)
                .filter(Credential.Code.class::isInstance)
                .map(credential -> ((Credential.Code) credential).text());
        if (code.isPresent()) {
            return sessions.ofCode(code.get())
                    .map(session -> byCode(session, caller, request))
                    .orElseGet(() -> Uni.createFrom().item(problem(ErrorCode.UNAUTHENTICATED, CODE_OVER)));
        }
        Response begun = begun(caller, request);
        if (begun.getStatus() == Response.Status.OK.getStatusCode()) {
            codes.publish(ActMessage.LOGGED_IN, caller.name());
        }
        return Uni.createFrom().item(begun);
    }

    private Uni<Response> byCode(Session code, Caller caller, HttpServerRequest request) {
        return Uni.createFrom()
                .completionStage(() -> codes.use(code.nonce(), caller.name()))
                .map(used -> switch (used) {
                    case FIRST -> begun(caller, request);
                    case BEFORE ->
                        problem(
                                ErrorCode.UNAUTHENTICATED,
                                "This link was used before; it is good for one login. ./patchline console prints a new one.");
                    case NOT_KNOWN ->
                        problem(
                                ErrorCode.BROKER_UNAVAILABLE,
                                "Whether this link was used before is not known while the broker is away. Ask again, or log in with the token.");
                });
    }

    /** 200; the browser's cookie is gone. A person's browser is told where to log out at the identity provider, too. */
    @DELETE
    @RolesAllowed({Scope.SUBMIT, Scope.READ, Scope.OPERATE, Scope.REVIEW})
    @RunOnVirtualThread
    public Response end(@Context SecurityContext visitor, @Context HttpServerRequest request) {
        codes.publish(ActMessage.LOGGED_OUT, caller(visitor).name());
        Optional<URI> there = sessions.current(request)
                .filter(current -> current.session().scopes().isPresent())
                .flatMap(person -> provider.flatMap(ProviderLogin::logout));
        return Response.ok(new Ended("logged_out", there))
                .header(HttpHeaders.SET_COOKIE, SessionCookie.end(request))
                .build();
    }

    /** 200 with a link that logs its user in, once. */
    @POST
    @Path("codes")
    @RolesAllowed({Scope.SUBMIT, Scope.READ, Scope.OPERATE, Scope.REVIEW})
    public Response code(@Context SecurityContext visitor, @Context HttpServerRequest request) {
        if (isBySession(request)) {
            return problem(ErrorCode.FORBIDDEN, BY_SESSION);
        }
        Optional<AccessToken> token = authenticator.heldBy(caller(visitor));
        if (token.isEmpty()) {
            return problem(ErrorCode.FORBIDDEN, NO_TOKEN);
        }
        return sessions.code(token.get().name(), token.get().binding())
                .map(code -> Response.ok(new Code(
                                publicUrl + "/console/#code=" + code,
                                clock.instant().plus(Sessions.CODE_GOOD_FOR)))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build())
                .orElseGet(() -> problem(ErrorCode.FORBIDDEN, NO_KEY));
    }

    /** 200 with the ways to log in besides a token; for everybody. */
    @GET
    @Path("providers")
    @PermitAll
    public Providers providers() {
        return new Providers(provider.map(ProviderLogin::setup).stream()
                .map(setup -> new Provider(setup.name(), setup.beginUri()))
                .toList());
    }

    record Providers(List<Provider> providers) {}

    /**
     * An identity provider.
     *
     * @param login where a browser goes to log in by it
     */
    record Provider(String name, URI login) {}

    /**
     * A session that was ended.
     *
     * @param providerLogout where the browser goes to log out at the identity provider, too
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Ended(
            String status, @JsonProperty("provider_logout") Optional<URI> providerLogout) {}

    /**
     * A one-time link.
     *
     * @param link the code stands behind the {@code #}, which browsers do not send and servers do not log
     */
    record Code(String link, Instant expires) {}

    private Response begun(Caller caller, HttpServerRequest request) {
        Optional<AccessToken> token = authenticator.heldBy(caller);
        if (token.isEmpty()) {
            return problem(ErrorCode.FORBIDDEN, NO_TOKEN);
        }
        return sessions.begin(
                        token.get().name(), token.get().binding(), token.get().expires())
                .map(begun -> begun(caller, begun, request))
                .orElseGet(() -> problem(ErrorCode.FORBIDDEN, NO_KEY));
    }

    private Response begun(Caller caller, ConsoleSessions.Begun begun, HttpServerRequest request) {
        Duration lasts = Duration.between(clock.instant(), begun.session().expires());
        return Response.ok(SessionView.of(caller, Optional.of(begun)))
                .header(HttpHeaders.SET_COOKIE, SessionCookie.begin(request, begun.cookie(), lasts))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Whether nothing but a session lets the caller in: it would renew itself without end. */
    private boolean isBySession(HttpServerRequest request) {
        return Credential.in(request.headers(), tokenHeader).isEmpty()
                && sessions.current(request).isPresent();
    }

    private static Caller caller(SecurityContext visitor) {
        return (Caller) visitor.getUserPrincipal();
    }

    private static Response problem(ErrorCode code, String detail) {
        return ProblemResponses.response(ProblemDetail.of(code, detail));
    }
}

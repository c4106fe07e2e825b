package io.patchline.executor;

import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the taking of patches without ending the process: for a rolling upgrade. */
@Path("drain")
@Produces(MediaType.APPLICATION_JSON)
public class DrainResource {
    /** The longest that one call may wait. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final int DRAINED = 200;
    private static final int DRAINING = 202;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;

    private final PatchExecutor executor;
    private final ExecutorConfig config;
    private final DrainAccess access;
    private final java.util.concurrent.Executor waiters =
            task -> Thread.ofVirtual().name("drain-waiter").start(task);

    DrainResource(PatchExecutor executor, ExecutorConfig config) {
        this.executor = executor;
        this.config = config;
        this.access = new DrainAccess(config.drain().tokenFile(), executor.commandsReachLoopback());
    }

    /**
     * Takes no more patches from now on; asked again it changes nothing. 200 when nothing is left to finish, 202 while something is, each with
     * the same body as {@code /status}.
     *
     * @param wait for the end of what is left, in seconds, at most 600
     */
    @POST
    public Uni<Response> drain(@Context HttpServerRequest request, @QueryParam("wait") @Nullable String wait) {
        Optional<DrainAccess.Refusal> refusal = access.refusal(caller(request));
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refused(refusal.get()));
        }
        String seconds = wait == null ? "0" : wait;
        if (!seconds.matches("[0-9]{1,6}")) {
            return Uni.createFrom()
                    .item(problem(
                            BAD_REQUEST,
                            ErrorCode.INVALID_REQUEST.wireName(),
                            "The parameter wait is a number of seconds, such as ?wait=60."));
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        Duration atMost = asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
        return Uni.createFrom().item(() -> answer(executor.drain(atMost))).runSubscriptionOn(waiters);
    }

    private Response answer(boolean drained) {
        return Response.status(drained ? DRAINED : DRAINING)
                .entity(ExecutorStatus.of(executor, config))
                .build();
    }

    private static DrainAccess.Caller caller(HttpServerRequest request) {
        return new DrainAccess.Caller(
                isLoopback(request.remoteAddress().hostAddress()),
                String.valueOf(request.getHeader("Host")),
                request.headers().names(),
                Optional.ofNullable(request.getHeader("Authorization")));
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Response refused(DrainAccess.Refusal refusal) {
        return problem(
                refusal.code() == ErrorCode.UNAUTHENTICATED ? UNAUTHENTICATED : FORBIDDEN,
                refusal.code().wireName(),
                refusal.detail());
    }

    /** A problem of RFC 9457. */
    private static Response problem(int status, String code, String detail) {
        Response.ResponseBuilder response = Response.status(status)
                .type("application/problem+json")
                .entity(Map.of(
                        "type",
                        "urn:patchline:problem:" + code,
                        "title",
                        code.replace('_', ' '),
                        "status",
                        status,
                        "code",
                        code,
                        "detail",
                        detail,
                        "retryable",
                        false));
        return (status == UNAUTHENTICATED ? response.header("WWW-Authenticate", "Bearer") : response).build();
    }
}

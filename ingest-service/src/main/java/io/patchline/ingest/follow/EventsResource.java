package io.patchline.ingest.follow;

import io.patchline.broker.CurrentSession;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.QueryNames;
import io.patchline.ingest.log.RecentEvents;
import io.patchline.outcome.ErrorCode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log as server-sent events: what happens to every patch, from any place on and without a gap. */
@Path("v1/events")
public class EventsResource {
    private static final Pattern PLACE = Pattern.compile("[0-9]{1,18}");

    private static final Logger LOG = LoggerFactory.getLogger(EventsResource.class);

    private final RecentEvents recentEvents;
    private final CurrentSession current;
    private final FollowerLimit followerLimit;
    private final Clock clock;

    EventsResource(RecentEvents recentEvents, CurrentSession current, FollowerLimit followerLimit, Clock clock) {
        this.recentEvents = recentEvents;
        this.current = current;
        this.followerLimit = followerLimit;
        this.clock = clock;
    }

    /**
     * 200 with CloudEvents, each with its place in the log as id, until the client goes or the service ends.
     *
     * @param lastEventId the place of the last event that the client has, as browsers send it when they come back; before the parameter {@code after}
     */
    @GET
    @RolesAllowed(Scope.READ)
    @Produces(MediaType.WILDCARD)
    @QueryNames({"patch", "lane", "type", "after", "from"})
    @RunOnVirtualThread
    public Response events(
            @Context UriInfo uri,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SecurityContext visitor,
            @Context HttpServerResponse response) {
        Parameters parameters = new Parameters(uri.getQueryParameters(), "patch", "lane", "type", "after", "from");
        EventStream stream = new EventStream(
                recentEvents, current, clock, EventFilter.of(parameters), place(parameters, lastEventId));
        return stream(followerLimit, new Follower(visitor.getUserPrincipal().getName(), response), stream::writeTo);
    }

    /** Writes the events of a stream. */
    @FunctionalInterface
    interface SseSource {
        /** Returns when there is no more; throws when the follower has gone. */
        void writeTo(SseWriter out) throws IOException, InterruptedException;
    }

    /** 200 with server-sent events, or 503 if too many follow already, with this credential or in all. */
    static Response stream(FollowerLimit followerLimit, Follower follower, SseSource source) {
        if (!followerLimit.haveRoomFor(follower.credential())) {
            throw new ProblemException(
                    ErrorCode.OVERLOADED,
                    "As many follow as may with one credential (patchline.following.clients-per-credential), or in all (patchline.following.clients). "
                            + "Come back after the pause in Retry-After, or ask without following.");
        }
        StreamingOutput output = out -> {
            try (FollowerLimit.Presence present = followerLimit.enter(follower.credential())) {
                source.writeTo(new SseWriter(out, follower.response()::closed));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                LOG.atDebug().addKeyValue("cause", e.getMessage()).log("A follower has gone");
            }
        };
        return Response.ok(output, MediaType.SERVER_SENT_EVENTS)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static Optional<Long> place(Parameters parameters, @Nullable String lastEventId) {
        if (lastEventId != null && !lastEventId.isBlank()) {
            if (!PLACE.matcher(lastEventId).matches()) {
                throw new InvalidParameterException(
                        "The header Last-Event-ID is the id of an event of this stream, a number. Leave it out to get what is new.");
            }
            return Optional.of(Long.parseLong(lastEventId));
        }
        Optional<String> from = parameters.one("from");
        if (from.filter(word -> !word.equals("beginning")).isPresent()) {
            throw new InvalidParameterException(
                    "The parameter from is only ever beginning, for the whole log. For what follows an event give its id as after.");
        }
        Optional<Long> beginning = from.map(word -> -1L);
        return parameters.number("after", 0, Long.MAX_VALUE).or(() -> beginning);
    }
}

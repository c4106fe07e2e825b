package io.patchline.ingest.counts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.ListAnswers;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.http.QueryNames;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How many patches were accepted and ended, over time. */
@Path("v1/counts")
@Produces(MediaType.APPLICATION_JSON)
public class CountsResource {
    private final CountIndex index;
    private final ListAnswers lists;
    private final Clock clock;

    CountsResource(CountIndex index, ListAnswers lists, Clock clock) {
        this.index = index;
        this.lists = lists;
        this.clock = clock;
    }

    /**
     * The answer.
     *
     * @param since the time of the oldest message that is counted: what was before is not known here
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Counts(String per, Optional<Instant> since, List<Count> counts) {}

    /** 200 with the newest minutes or hours, the oldest first; the last of them is the one that goes on. */
    @GET
    @RolesAllowed(Scope.READ)
    @QueryNames({"per", "last"})
    public Response counts(@Context UriInfo uri, @Context RoutingContext context) {
        Parameters parameters = new Parameters(uri.getQueryParameters(), "per", "last");
        Period period = parameters
                .one("per")
                .map(name -> Period.of(name)
                        .orElseThrow(() -> new InvalidParameterException("The parameter per is minute or hour.")))
                .orElse(Period.MINUTE);
        int number =
                parameters.number("last", 1, period.kept()).map(Long::intValue).orElse(period.usual());
        Instant from = period.plus(period.beginOf(clock.instant()), 1 - number);
        return Response.ok(lists.json(
                        context,
                        number,
                        () -> new Counts(period.wireName(), index.since(), index.counts(period, from, number))))
                .build();
    }
}

package io.patchline.ingest.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.HttpStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The original's health page: one look, no credentials. */
@Path("health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Ingest ingest;

    HealthResource(Ingest ingest) {
        this.ingest = ingest;
    }

    /**
     * @param status {@code ok} or {@code unavailable}
     * @param broker {@code connected}, {@code blocked} or {@code away}
     * @param log {@code read}, or {@code reading} until the view of the log is complete
     * @param missingPermissions what the service needs on the broker and its user may not see; left out where nothing is
     */
    record Health(
            String status,
            String service,
            String broker,
            String log,

            @JsonProperty("missing_permissions") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> missingPermissions) {}

    /** 200 if a patch would be accepted now, 503 if not; the same body either way. */
    @GET
    public Response health() {
        boolean ready = ingest.isReady();
        Health health = new Health(
                ready ? "ok" : "unavailable",
                "patchline-ingest",
                ingest.brokerState(),
                ingest.isCaughtUp() ? "read" : "reading",
                ingest.missingPermissions());
        return Response.status(ready ? HttpStatus.OK : SERVICE_UNAVAILABLE)
                .entity(health)
                .build();
    }
}

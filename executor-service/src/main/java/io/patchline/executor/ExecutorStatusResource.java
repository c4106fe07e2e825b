package io.patchline.executor;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The executor's own pages: whether it can work, and what it is on. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ExecutorStatusResource {
    private static final int SERVICE_UNAVAILABLE = 503;

    private final PatchExecutor executor;
    private final ExecutorConfig config;

    ExecutorStatusResource(PatchExecutor executor, ExecutorConfig config) {
        this.executor = executor;
        this.config = config;
    }

    /** 200 if patches can reach this executor, 503 if not; the same body either way. */
    @GET
    @Path("health")
    public Response health() {
        return Response.status(executor.isReady() ? 200 : SERVICE_UNAVAILABLE)
                .entity(status())
                .build();
    }

    @GET
    @Path("status")
    public ExecutorStatus status() {
        return ExecutorStatus.of(executor, config);
    }
}

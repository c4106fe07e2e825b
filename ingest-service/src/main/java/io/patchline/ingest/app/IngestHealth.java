package io.patchline.ingest.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready: a patch would be accepted now, and every story can be shown. That the process answers at all is its liveness. */
@Readiness
@ApplicationScoped
public class IngestHealth implements HealthCheck {
    private final Ingest ingest;

    IngestHealth(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("ingest")
                .status(ingest.isReady())
                .withData("broker", ingest.brokerState())
                .withData("log", ingest.logState());
        List<String> missing = ingest.missingPermissions();
        if (!missing.isEmpty()) {
            health.withData("missing_permissions", String.join("; ", missing));
        }
        return health.build();
    }
}

package io.patchline.ingest.app;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: a patch would be accepted now, and every story can be told. That the process answers at all is its liveness. */
@Readiness
@ApplicationScoped
public class IngestHealth implements HealthCheck {
    private final Ingest ingest;

    IngestHealth(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ingest")
                .status(ingest.isReady())
                .withData("broker", ingest.brokerState())
                .withData("log", ingest.isCaughtUp() ? "read" : "reading")
                .build();
    }
}

package io.patchline.ingest.oauth;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while it is not known which OAuth clients may come in: another replica may know. */
@Readiness
@Singleton
public final class GrantsHealth implements HealthCheck {
    private final EmbeddedServer server;

    GrantsHealth(EmbeddedServer server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("grants").status(server.isReady()).build();
    }
}

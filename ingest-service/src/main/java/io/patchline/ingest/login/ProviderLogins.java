package io.patchline.ingest.login;

import io.patchline.ingest.config.IngestConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** The identity provider by which persons log in, where one is configured. */
@Singleton
public final class ProviderLogins {
    private final Optional<ProviderLogin> inUse;

    /**
     * @throws IllegalArgumentException as {@link LoginSetup#of} does
     */
    ProviderLogins(IngestConfig config, Clock clock) {
        this.inUse = LoginSetup.of(config).map(setup -> new ProviderLogin(setup, clock));
    }

    public Optional<ProviderLogin> inUse() {
        return inUse;
    }
}

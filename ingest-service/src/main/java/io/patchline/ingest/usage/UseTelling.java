package io.patchline.ingest.usage;

import io.patchline.ingest.publish.PatchPublisher;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other replicas in the log that a credential was used here. */
@Singleton
final class UseTelling {
    private static final Logger LOG = LoggerFactory.getLogger(UseTelling.class);

    private final LastUses uses;
    private final PatchPublisher publisher;
    private final Clock clock;

    UseTelling(LastUses uses, PatchPublisher publisher, Clock clock) {
        this.uses = uses;
        this.publisher = publisher;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        uses.tellBy(name -> publisher
                .publish(CredentialUses.message(name, clock.instant()))
                .thenAccept(confirmation -> LOG.atDebug()
                        .addKeyValue("credential", name)
                        .addKeyValue("confirmation", confirmation)
                        .log("Told a use")));
    }
}

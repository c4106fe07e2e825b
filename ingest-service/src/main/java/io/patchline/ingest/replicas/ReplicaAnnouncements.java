package io.patchline.ingest.replicas;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.SessionKeeper;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.message.ReplicaPresence;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once a second that this replica is there, as long as a session lasts and the broker takes messages. */
@Singleton
public final class ReplicaAnnouncements implements SessionKeeper.SessionListener {
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Executor ON_VIRTUAL_THREAD =
            task -> Thread.ofVirtual().name("replica-presence").start(task);
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaAnnouncements.class);

    private final PatchPublisher publisher;
    private final LogProjector projector;
    private final String name;
    private final String version = ConfigProvider.getConfig()
            .getOptionalValue("quarkus.application.version", String.class)
            .orElse("unknown");
    private final Instant startedAt;

    ReplicaAnnouncements(PatchPublisher publisher, LogProjector projector, IngestConfig config, Clock clock) {
        this.publisher = publisher;
        this.projector = projector;
        this.name = host() + ":" + config.http().port();
        this.startedAt = clock.instant();
    }

    @Override
    public void onSession(BrokerSession session) {
        announce(session);
    }

    /** What this replica says of itself now. */
    ReplicaPresence presence() {
        return new ReplicaPresence(name, version, startedAt, projector.state());
    }

    private void announce(BrokerSession session) {
        if (!session.isOpen()) {
            return;
        }
        if (!session.isBlocked()) {
            publisher
                    .publish(presence().toMessage())
                    .thenAccept(confirmation -> LOG.atTrace()
                            .addKeyValue("confirmation", confirmation)
                            .log("This replica has said that it is there"));
        }
        CompletableFuture.delayedExecutor(EVERY.toMillis(), TimeUnit.MILLISECONDS, ON_VIRTUAL_THREAD)
                .execute(() -> announce(session));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

package io.patchline.ingest.replicas;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.SessionKeeper;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.log.LogProjector;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.ReplicaPresence;
import jakarta.inject.Singleton;
import java.io.IOException;
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

    private final LogProjector projector;
    private final String name;
    private final String version = ConfigProvider.getConfig()
            .getOptionalValue("quarkus.application.version", String.class)
            .orElse("unknown");
    private final Instant startedAt;

    ReplicaAnnouncements(LogProjector projector, IngestConfig config, Clock clock) {
        this.projector = projector;
        this.name = host() + ":" + config.http().port();
        this.startedAt = clock.instant();
    }

    @Override
    public void onSession(BrokerSession session) throws IOException {
        // Not the publisher's channel: what the broker refuses of this must cost no patch anything.
        announce(session, session.openChannel());
    }

    /** What this replica says of itself now. */
    ReplicaPresence presence() {
        return new ReplicaPresence(name, version, startedAt, projector.state());
    }

    private void announce(BrokerSession session, Channel channel) {
        if (!session.isOpen()) {
            return;
        }
        try {
            if (!session.isBlocked()) {
                OutgoingMessage message = presence().toMessage();
                channel.basicPublish(message.exchange(), message.routingKey(), message.properties(), message.body());
            }
        } catch (IOException | AlreadyClosedException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("This replica is not among the replicas: the broker refuses to be told of it");
            return;
        }
        CompletableFuture.delayedExecutor(EVERY.toMillis(), TimeUnit.MILLISECONDS, ON_VIRTUAL_THREAD)
                .execute(() -> announce(session, channel));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

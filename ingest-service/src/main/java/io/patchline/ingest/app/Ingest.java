package io.patchline.ingest.app;

import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.CurrentSession;
import io.patchline.broker.ServiceTopology;
import io.patchline.broker.SessionKeeper;
import io.patchline.broker.TopologyException;
import io.patchline.broker.TopologyNeed;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.log.LogReader;
import io.patchline.ingest.log.LogWatchdog;
import io.patchline.message.Topology;
import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest service and the broker: one session, and in it the publisher, the reader of the log, and the other listeners of sessions. */
@Singleton
public final class Ingest implements CurrentSession {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final ConfirmedPublisher publisher;
    private final LogReader reader;
    private final LogProjector projector;
    private final LogWatchdog watch;
    private final SessionKeeper keeper;
    private final List<SessionKeeper.SessionListener> sessionListeners;

    Ingest(
            IngestConfig config,
            LogReader reader,
            LogProjector projector,
            LogWatchdog watch,
            Topology topology,
            ConfirmedPublisher publisher,
            @All List<SessionKeeper.SessionListener> sessionListeners) {
        this.sessionListeners = sessionListeners;
        this.reader = reader;
        this.projector = projector;
        this.watch = watch;
        this.publisher = publisher;
        this.keeper = new SessionKeeper(
                BrokerAddress.from(config.broker()),
                "patchline ingest",
                ServiceTopology.ofIngest(topology, config.broker().declare()),
                this::onSession,
                Ingest::stopUnusable);
    }

    /** Connects to the broker; returns at once. */
    void start() {
        keeper.start();
    }

    /** Leaves the broker. */
    void stop() {
        projector.close();
        publisher.close();
        reader.stop();
        keeper.close();
    }

    /** The session that is up; empty while the broker is away. */
    @Override
    public Optional<BrokerSession> session() {
        return keeper.session();
    }

    /** Whether a patch would be taken now and its story shown: the broker is there and takes messages, and the view has caught up with the log and hears it. */
    public boolean isReady() {
        return acceptsPatches() && projector.isCaughtUp() && projector.isInSession();
    }

    public boolean acceptsPatches() {
        return publisher.isReady()
                && session().filter(session -> !session.isBlocked()).isPresent();
    }

    /** {@code connected}, {@code blocked} or {@code away}. */
    public String brokerState() {
        if (session().isEmpty()) {
            return "away";
        }
        return acceptsPatches() ? "connected" : "blocked";
    }

    /** The version of the broker that was met last, and what a person should know of it. */
    Optional<String> brokerVersion() {
        return keeper.serverVersion();
    }

    Optional<String> brokerAdvice() {
        return keeper.serverAdvice();
    }

    /** What this service needs on the broker and may not see, for a person. */
    public List<String> missingPermissions() {
        return missingPermissions(name -> true);
    }

    /**
     * @param of the names of queues and exchanges; others are left out
     */
    @Override
    public List<String> missingPermissions(Predicate<String> of) {
        return keeper.missingPermissions().stream()
                .filter(need -> of.test(need.name()))
                .map(TopologyNeed::toString)
                .toList();
    }

    /** Whether the view once held everything that was in the log when this service started. */
    public boolean isCaughtUp() {
        return projector.isCaughtUp();
    }

    /** {@code reading} until everything in the log has been read since the start; then {@code read}, or {@code unheard} while what is new in it is not heard. */
    public String logState() {
        return projector.state();
    }

    private void onSession(BrokerSession session) throws IOException {
        publisher.onSession(session);
        for (SessionKeeper.SessionListener sessionListener : sessionListeners) {
            sessionListener.onSession(session);
        }
        watch.begin(session, publisher);
    }

    private static void stopUnusable(TopologyException e) {
        LOG.error(e.getMessage());
        Quarkus.asyncExit(1);
    }
}

package io.patchline.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PublisherLimits;
import io.patchline.broker.SessionKeeper;
import io.patchline.broker.Topology;
import io.patchline.broker.TopologyException;
import io.patchline.ingest.publish.Accounts;
import io.patchline.ingest.publish.ConfirmMetrics;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.status.LogReader;
import io.patchline.ingest.status.LogTail;
import io.patchline.ingest.status.LogWatch;
import io.patchline.trace.Tracing;
import io.patchline.transition.TransitionLog;
import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest service's life with the broker: one session, and in it the publisher, the reader of the log, and whoever else is a tenant. */
@Singleton
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final ConfirmedPublisher publisher;
    private final LogReader reader;
    private final LogTail tail;
    private final LogWatch watch;
    private final SessionKeeper keeper;
    private final PatchPublisher patches;
    private final List<SessionKeeper.Tenant> tenants;

    Ingest(
            IngestConfig config,
            LogReader reader,
            LogTail tail,
            LogWatch watch,
            MeterRegistry registry,
            Tracing tracing,
            Clock clock,
            @All List<SessionKeeper.Tenant> tenants) {
        this.tenants = tenants;
        Topology topology = new Topology(config.lanes());
        this.reader = reader;
        this.tail = tail;
        this.watch = watch;
        this.publisher = new ConfirmedPublisher(PublisherLimits.STANDARD
                .upTo(config.broker().maxMessageSize().asLongValue())
                .within(config.broker().confirmTimeout()));
        registry.gauge("patchline.confirms.waiting", publisher, ConfirmedPublisher::waiting);
        Accounts accounts = new Accounts(new TransitionLog(config.log().json()), tracing, new ConfirmMetrics(registry));
        this.patches = new PatchPublisher(publisher, topology, accounts, clock);
        this.keeper = new SessionKeeper(
                BrokerAddress.from(config.broker()), "patchline ingest", topology, this::moveIn, Ingest::stopUnusable);
    }

    void start(@Observes StartupEvent event) {
        keeper.start();
    }

    void stop(@Observes ShutdownEvent event) {
        tail.close();
        publisher.close();
        reader.stop();
        keeper.close();
    }

    public PatchPublisher patches() {
        return patches;
    }

    /** The session that is up; empty while the broker is away. */
    public Optional<BrokerSession> session() {
        return keeper.session();
    }

    /** Whether a patch would be taken now and its story told: the broker is there and takes messages, and the view has caught up with the log and hears it. */
    public boolean isReady() {
        return acceptsPatches() && tail.isCaughtUp() && tail.isInSession();
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

    /** Whether the view once held everything that was in the log when this service started. */
    public boolean isCaughtUp() {
        return tail.isCaughtUp();
    }

    /** {@code reading} until everything in the log has been read since the start; then {@code read}, or {@code unheard} while what is new in it is not heard. */
    public String logState() {
        if (!tail.isCaughtUp()) {
            return "reading";
        }
        return tail.isInSession() ? "read" : "unheard";
    }

    private void moveIn(BrokerSession session) throws IOException {
        publisher.moveIn(session);
        for (SessionKeeper.Tenant tenant : tenants) {
            tenant.moveIn(session);
        }
        watch.begin(session, publisher);
    }

    private static void stopUnusable(TopologyException e) {
        LOG.error(e.getMessage());
        Quarkus.asyncExit(1);
    }
}

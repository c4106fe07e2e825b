package io.patchline.broker;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps one {@link BrokerSession} up, for ever: opens it, makes sure of the topology, runs its listener, and replaces the session
 * whole when it breaks. Reconnects with pauses that double from {@link #FIRST_PAUSE} to {@link #LONGEST_PAUSE}, each with a random part.
 */
public final class SessionKeeper implements AutoCloseable {
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    /** How often queues and exchanges are looked for: a message for a lane whose queue somebody deleted would only reach the log. */
    static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    /**
     * RabbitMQ 3.10 has a new quorum queue on disk up to a second after its declaration. A patch that is confirmed before would be lost with a broker that is
     * killed then (measured); so nobody publishes before.
     */
    static final Duration SETTLED_AFTER = Duration.ofMillis(1500);

    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SessionKeeper.class);

    private final List<BrokerAddress> addresses;
    private final String name;
    private volatile ServiceTopology topology;
    private final SessionListener sessionListener;
    private final Consumer<TopologyException> unusable;
    private final ExecutorService dispatcher = BrokerSession.newDispatcher();
    private final Thread thread = Thread.ofPlatform().name("broker-session").unstarted(this::keep);
    private final ServerVersionLog versions = new ServerVersionLog();
    private volatile @Nullable BrokerSession current;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Whoever lives in a session: opens its channels there, and starts again in the next one. */
    public interface SessionListener {
        /**
         * The topology is there; open channels now. Not called while another session is open.
         *
         * @throws IOException if the session broke meanwhile
         */
        void onSession(BrokerSession session) throws IOException;
    }

    /**
     * @param addresses tried in turn
     * @param name how the connections are called in the RabbitMQ console
     * @param unusable hears that the broker's topology is not as it must be, which a person has to mend; the keeper then ends
     */
    public SessionKeeper(
            List<BrokerAddress> addresses,
            String name,
            ServiceTopology topology,
            SessionListener sessionListener,
            Consumer<TopologyException> unusable) {
        this.addresses = List.copyOf(addresses);
        this.name = name;
        this.topology = topology;
        this.sessionListener = sessionListener;
        this.unusable = unusable;
    }

    /** Starts to connect; returns at once. */
    public void start() {
        thread.start();
    }

    /** The session that is up and whose listener has returned; empty while there is none. */
    public Optional<BrokerSession> session() {
        return Optional.ofNullable(current).filter(BrokerSession::isOpen);
    }

    /** What the service needs and its user may not see, by the session that is up. */
    public List<TopologyNeed> missingPermissions() {
        return session()
                .map(session ->
                        topology.needs().stream().filter(session::isRefused).toList())
                .orElse(List.of());
    }

    /** Ends the session and opens no other. */
    @Override
    public void close() {
        closed.countDown();
        BrokerSession last = current;
        thread.interrupt();
        if (last != null) {
            last.close();
        }
        awaitEndOfThread();
        dispatcher.close();
    }

    /** The session's last callbacks need the dispatcher. */
    private void awaitEndOfThread() {
        try {
            boolean ended = thread.getState() == Thread.State.NEW || thread.join(END_WITHIN);
            LOG.atDebug().addKeyValue("ended", ended).log("No more sessions with the broker");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        int turn = 0;
        while (closed.getCount() > 0) {
            BrokerAddress address = addresses.get(turn++ % addresses.size());
            try (BrokerSession session = BrokerSession.open(address, name, dispatcher)) {
                String end = live(session, address);
                LOG.atLevel(closed.getCount() > 0 ? Level.WARN : Level.DEBUG)
                        .addKeyValue("broker", address)
                        .addKeyValue("cause", end)
                        .log("The session with the broker ended");
                pause = FIRST_PAUSE;
            } catch (TopologyException e) {
                unusable.accept(e);
                return;
            } catch (IOException | ShutdownSignalException e) {
                LOG.atWarn()
                        .addKeyValue("broker", address)
                        .addKeyValue("cause", reason(e))
                        .log("No session with the broker");
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).addKeyValue("broker", address).log("A session could not be opened");
            } finally {
                current = null;
            }
            pause = pauseAfter(pause);
        }
    }

    /** The version of the server that was met last, as it says it; empty as long as none was. */
    public Optional<String> serverVersion() {
        return versions.last();
    }

    /** What a person should know of a server of that version: its faults, or that it was not tried; empty if nothing. */
    public Optional<String> serverAdvice() {
        return versions.last().flatMap(ServerVersion::advice);
    }

    /** Returns why the session ended. */
    private String live(BrokerSession session, BrokerAddress address)
            throws IOException, TopologyException, InterruptedException {
        versions.met(session.serverVersion());
        TopologyDeclaration declaration = new TopologyDeclaration(session, topology);
        boolean queuesAreNew = declaration.declare();
        topology = declaration.service();
        if (queuesAreNew && endedWithin(session, SETTLED_AFTER)) {
            return "ended while its queues were new";
        }
        sessionListener.onSession(session);
        current = session;
        LOG.atInfo().addKeyValue("broker", address).log("Session with the broker is up");
        List<TopologyNeed> logged = List.of();
        while (!endedWithin(session, CHECK_EVERY)) {
            if (!declaration.isComplete()) {
                return "a queue or an exchange is missing: somebody deleted it";
            }
            logged = logMissingPermissions(logged);
        }
        return session.closed().getNow("closed");
    }

    /** Logs those that were not logged before. Returns all of them. */
    private List<TopologyNeed> logMissingPermissions(List<TopologyNeed> logged) {
        List<TopologyNeed> missing = missingPermissions();
        missing.stream()
                .filter(need -> !logged.contains(need))
                .forEach(need -> LOG.atWarn()
                        .addKeyValue("permission", need)
                        .log("This user lacks a permission on the broker; deploy/rabbitmq/permissions.json has it"));
        return missing;
    }

    private static boolean endedWithin(BrokerSession session, Duration wait) throws InterruptedException {
        try {
            session.closed().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("a session's end has a reason, not an exception", e);
        }
    }

    /** Waits, unless the keeper is closed meanwhile. Returns how long to wait the next time. */
    private Duration pauseAfter(Duration pause) {
        long millis = pause.toMillis();
        long shortened = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        try {
            closed.await(shortened, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}

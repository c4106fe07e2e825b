package io.patchline.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker and its channels. It is never mended: when it breaks, everything that belongs to it (pending confirms,
 * delivery tags) fails or expires with it, and another session takes its place. Safe for use by several threads.
 */
public final class BrokerSession implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(BrokerSession.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Where the client flushes a connection that ends, for a second at most. Without one it does so on its own thread, and waits there for whoever is writing to a peer that reads nothing any more:
     * the socket is not closed, and nobody hears of the end, until TCP gives up after a quarter of an hour.
     */
    private static final ExecutorService SHUTDOWNS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("connection-shutdown").factory());

    private final Connection connection;
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final RefusedNames refused = new RefusedNames();
    private volatile boolean blocked;

    private BrokerSession(Connection connection) {
        this.connection = connection;
        connection.addBlockedListener((BlockedListener) new Blocking());
        connection.addShutdownListener(signal -> closed.complete(signal.getMessage()));
    }

    /**
     * Runs the callbacks of consumers, each on a virtual thread. What comes after its end is dropped: a connection that ends says so to its consumers on a thread of
     * its own, at any time.
     */
    public static ExecutorService newDispatcher() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                0,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofVirtual().name("dispatcher").factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Connects. A broker that accepts the connection and says nothing is asked once more.
     *
     * @param name how the connection is called in the RabbitMQ console
     * @param dispatcher runs the callbacks of consumers
     * @throws IOException if the broker cannot be reached, refuses the credentials, or does not answer in time
     */
    public static BrokerSession open(BrokerAddress address, String name, ExecutorService dispatcher)
            throws IOException {
        ConnectionFactory factory = address.connectionFactory();
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis());
        factory.setHandshakeTimeout((int) ANSWER_TIMEOUT.toMillis());
        factory.setChannelRpcTimeout((int) ANSWER_TIMEOUT.toMillis());
        factory.setShutdownTimeout(0);
        factory.setShutdownExecutor(SHUTDOWNS);
        try {
            return new BrokerSession(connect(factory, name, dispatcher));
        } catch (SSLException e) {
            throw new TlsFailure(address, e).toException();
        } catch (TimeoutException e) {
            throw new IOException("the broker did not answer in time", e);
        }
    }

    /** RabbitMQ 4.3.6 accepts one of a hundred connections and never greets it (docs/operations.md): who gets no answer asks once more. */
    private static Connection connect(ConnectionFactory factory, String name, ExecutorService dispatcher)
            throws IOException, TimeoutException {
        try {
            return factory.newConnection(dispatcher, name);
        } catch (TimeoutException e) {
            LOG.atInfo()
                    .addKeyValue("name", name)
                    .log("The broker accepted a connection and said nothing; it is asked once more");
            return factory.newConnection(dispatcher, name);
        }
    }

    /**
     * Connects to the first of these that answers: for what shall not share its connection with others. The topology is taken as it is.
     *
     * @param name how the connection is called in the RabbitMQ console
     * @param dispatcher runs the callbacks of consumers
     * @throws IOException if none of them can be reached
     */
    public static BrokerSession openAny(List<BrokerAddress> addresses, String name, ExecutorService dispatcher)
            throws IOException {
        IOException last = new IOException("no broker to connect to");
        for (BrokerAddress address : addresses) {
            try {
                return open(address, name, dispatcher);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /**
     * A new channel of this session.
     *
     * @throws IOException if the session is broken or the broker grants no more channels
     */
    public Channel openChannel() throws IOException {
        try {
            return connection
                    .openChannel()
                    .orElseThrow(() -> new IOException("the broker grants no more channels on this connection"));
        } catch (AlreadyClosedException e) {
            throw new IOException("the session is closed", e);
        }
    }

    /**
     * A new channel that the session is nothing without: when the broker closes it and not the connection (an exchange or queue was deleted, a permission taken
     * away), the session ends, and another takes its place.
     *
     * @param purpose what it is for, in the reason of the session's end
     * @throws IOException if the session is broken or the broker grants no more channels
     */
    public Channel openLastingChannel(String purpose) throws IOException {
        Channel channel = openChannel();
        channel.addShutdownListener(signal -> {
            if (!signal.isHardError() && !signal.isInitiatedByApplication()) {
                abandon("the broker closed the channel for " + purpose + ": " + signal.getMessage());
            }
        });
        return channel;
    }

    /**
     * Closes a channel and does not wait for the broker's answer: the client does so for ten seconds, and who closes a channel because it was silent must not be held up by its silence.
     */
    public static void closeWithoutWaiting(Channel channel) {
        Thread.ofVirtual().name("channel-close").start(() -> {
            try {
                channel.abort();
            } catch (IOException | AlreadyClosedException e) {
                LOG.atDebug().setCause(e).log("The channel is closed already");
            }
        });
    }

    /** For questions after queues and exchanges; to be closed after them. */
    public PassiveDeclarations passiveDeclarations() {
        return new PassiveDeclarations(this, refused);
    }

    /** Whether the broker refused, when it was asked last, to tell our user of what the service needs. */
    boolean isRefused(TopologyNeed need) {
        return refused.contains(need.what());
    }

    /** The server's version, as it says it. */
    String serverVersion() {
        return String.valueOf(connection.getServerProperties().get("version"));
    }

    public boolean isOpen() {
        return connection.isOpen();
    }

    /** Whether the broker takes no messages at present, because it is short of memory or disk. */
    public boolean isBlocked() {
        return blocked;
    }

    /** Completes when the session has ended, with the reason. */
    public CompletableFuture<String> closed() {
        return closed.copy();
    }

    /** Ends the session at once, without an answer from the broker. */
    public void abandon(String reason) {
        connection.abort(com.rabbitmq.client.AMQP.REPLY_SUCCESS, reason, 0);
        closed.complete(reason);
    }

    /** Closes the connection, with up to ten seconds for the broker to answer. Whoever comes second waits: the client would cut the first one's talk with the broker short. */
    @Override
    public synchronized void close() {
        connection.abort((int) ANSWER_TIMEOUT.toMillis());
        closed.complete("closed by us");
    }

    private final class Blocking implements BlockedListener {
        @Override
        public void handleBlocked(String reason) {
            blocked = true;
        }

        @Override
        public void handleUnblocked() {
            blocked = false;
        }
    }
}

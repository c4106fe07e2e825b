package io.patchline.broker.stream;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import io.patchline.broker.BrokerSession;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriber of a stream from its first message on, for as long as its session is open, which nobody has to watch: it subscribes anew every now and then, behind the last message that it has
 * heard. For a subscription can be alive and get nothing, and neither it nor the broker says so (docs/decisions/0209). Hands on every message once, in order, one at a time.
 */
public final class StreamFollower {
    /** So long a message may go unheard. Each subscription costs the broker two commands of its streams' coordinator. */
    static final Duration SUBSCRIBE_EVERY = Duration.ofSeconds(30);

    /**
     * So often, one after the other, the broker may not answer when it is asked for a subscription, for ten seconds each time; until then the one before stays, which may hear everything. The streams'
     * coordinator of RabbitMQ 3.10 may take three times 30 s when a node was lost.
     */
    static final int MOST_SILENCES = 4;

    private static final String OFFSET = "x-stream-offset";

    private final BrokerSession session;
    private final String stream;
    private final StreamReader.Handler handler;
    private final Consumer<String> ended;
    private final Executor later;
    private Object next = StreamReader.FIRST;
    private @Nullable StreamReader reading;
    private int silences;

    private StreamFollower(
            BrokerSession session,
            String stream,
            StreamReader.Handler handler,
            Consumer<String> ended,
            Duration subscribeEvery) {
        this.session = session;
        this.stream = stream;
        this.handler = handler;
        this.ended = ended;
        this.later = CompletableFuture.delayedExecutor(
                subscribeEvery.toMillis(),
                TimeUnit.MILLISECONDS,
                task -> Thread.ofVirtual().name("stream-follower").start(task));
    }

    /**
     * Subscribes. When this returns, the broker has subscribed.
     *
     * @param ended hears, on any thread, why nothing comes any more; a session that somebody ends says so itself
     * @throws IOException if the session is broken or the broker refuses the subscription
     */
    public static void follow(
            BrokerSession session, String stream, StreamReader.Handler handler, Consumer<String> ended)
            throws IOException {
        follow(session, stream, handler, ended, SUBSCRIBE_EVERY);
    }

    static void follow(
            BrokerSession session,
            String stream,
            StreamReader.Handler handler,
            Consumer<String> ended,
            Duration subscribeEvery)
            throws IOException {
        StreamFollower follower = new StreamFollower(session, stream, handler, ended, subscribeEvery);
        follower.subscribe();
        follower.later.execute(follower::subscribeAgain);
    }

    private void subscribeAgain() {
        if (!session.isOpen()) {
            return;
        }
        try {
            subscribe();
            silences = 0;
        } catch (ChannelContinuationTimeoutException e) {
            silences++;
            if (silences == MOST_SILENCES) {
                end(e);
                return;
            }
        } catch (IOException | RuntimeException e) {
            end(e);
            return;
        }
        later.execute(this::subscribeAgain);
    }

    private void end(Exception cause) {
        if (session.isOpen()) {
            ended.accept("it could not be subscribed to again: " + cause.getMessage());
        }
    }

    private void subscribe() throws IOException {
        StreamReader fresh = StreamReader.subscribe(session, stream, next(), this::take, ended);
        StreamReader before = reading;
        reading = fresh;
        if (before != null) {
            before.close();
        }
    }

    private synchronized Object next() {
        return next;
    }

    /** Of two subscriptions for a moment: what the one has handed on the other passes over. */
    private synchronized void take(BasicProperties properties, byte[] body) throws IOException, InterruptedException {
        if (!(properties.getHeaders().get(OFFSET) instanceof Number place)) {
            throw new IOException("a message without " + OFFSET + " is not from a stream");
        }
        long offset = place.longValue();
        if (next instanceof Long expected && offset < expected) {
            return;
        }
        handler.handle(properties, body);
        next = offset + 1;
    }
}

package io.patchline.broker.stream;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.broker.BrokerSession;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriber of a stream queue: hands on every message once, in order, on one thread at a time. It has a channel of its own on the session's
 * connection, so that it ends with the session, and says so when it ends alone. Acknowledges in batches: the broker takes an acknowledgement of a
 * stream as leave to send more, and gives a channel up that owes one for 30 minutes ({@code consumer_timeout}), so the rest of a batch is acknowledged
 * soon too. At most {@value #PREFETCH} messages are under way, and up to a chunk of the stream more.
 */
public final class StreamReader implements AutoCloseable {
    /** The offset of the first message that the stream still holds. */
    public static final String FIRST = "first";
    /** The offset of the next message that is written to the stream. */
    public static final String NEXT = "next";

    private static final int PREFETCH = 64;
    private static final int ACKNOWLEDGE_EVERY = 16;
    private static final Executor REST_OF_BATCH = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);
    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);

    private final Channel channel;
    private final Subscription subscription;

    private StreamReader(Channel channel, Subscription subscription) {
        this.channel = channel;
        this.subscription = subscription;
    }

    /** Takes messages, one at a time. It may wait: nothing more than the prefetch is sent until it returns. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @throws IOException if it cannot take the message; the reader then ends
         * @throws InterruptedException if it was interrupted; the reader then ends
         */
        void handle(BasicProperties properties, byte[] body) throws IOException, InterruptedException;
    }

    /**
     * Subscribes. When this returns, the broker has subscribed: what is written from now on is handed on.
     *
     * @param offset {@link #FIRST}, {@link #NEXT}, or the number of the first message to read; beyond the end it is {@link #NEXT}
     * @param ended hears once, on any thread, why this reader ended, unless it was closed
     * @throws IOException if the session is broken or the broker refuses the subscription
     */
    public static StreamReader subscribe(
            BrokerSession session, String stream, Object offset, Handler handler, Consumer<String> ended)
            throws IOException {
        Channel channel = session.openChannel();
        Subscription subscription = new Subscription(channel, handler, ended);
        StreamReader reader = new StreamReader(channel, subscription);
        try {
            channel.basicQos(PREFETCH);
            channel.basicConsume(stream, false, Map.of("x-stream-offset", offset), subscription);
            return reader;
        } catch (AlreadyClosedException e) {
            throw new IOException("the session is closed", e);
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** Reads no more. The message that is being handled is handled to its end. Waits for neither that nor the broker. */
    @Override
    public void close() {
        subscription.stop();
        BrokerSession.closeWithoutWaiting(channel);
    }

    private static final class Subscription extends DefaultConsumer {
        private final Handler handler;
        private final Consumer<String> ended;
        private int unacknowledged;
        private long newest;
        private boolean restIsPlanned;
        private boolean over;

        Subscription(Channel channel, Handler handler, Consumer<String> ended) {
            super(channel);
            this.handler = handler;
            this.ended = ended;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            if (isOver()) {
                return;
            }
            try {
                handler.handle(properties, body);
                handled(envelope.getDeliveryTag());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end("interrupted");
            } catch (IOException | RuntimeException e) {
                LOG.atError().setCause(e).log("A message of a stream could not be handled");
                end(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void handleCancel(String tag) {
            end("the broker ended the subscription");
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            if (signal.isInitiatedByApplication()) {
                stop();
            } else {
                end(String.valueOf(signal.getMessage()));
            }
        }

        private synchronized void handled(long deliveryTag) throws IOException {
            newest = deliveryTag;
            if (++unacknowledged >= ACKNOWLEDGE_EVERY) {
                acknowledge();
            } else if (!restIsPlanned) {
                restIsPlanned = true;
                REST_OF_BATCH.execute(this::acknowledgeRest);
            }
        }

        private synchronized void acknowledgeRest() {
            restIsPlanned = false;
            try {
                acknowledge();
            } catch (IOException e) {
                LOG.atDebug()
                        .addKeyValue("cause", e.getMessage())
                        .log("A batch was not acknowledged; its session ends");
            }
        }

        private void acknowledge() throws IOException {
            if (unacknowledged == 0 || over) {
                return;
            }
            unacknowledged = 0;
            try {
                getChannel().basicAck(newest, true);
            } catch (AlreadyClosedException e) {
                LOG.atDebug()
                        .addKeyValue("cause", e.getMessage())
                        .log("A batch was not acknowledged; its channel is closed");
            }
        }

        private synchronized boolean isOver() {
            return over;
        }

        private synchronized boolean stop() {
            boolean first = !over;
            over = true;
            return first;
        }

        private void end(String cause) {
            if (stop()) {
                ended.accept(cause);
            }
        }
    }
}

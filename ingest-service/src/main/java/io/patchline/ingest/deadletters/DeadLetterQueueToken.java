package io.patchline.ingest.deadletters;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.patchline.broker.BrokerSession;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lock as a token in {@code patches.desk}, a queue with a single active consumer: who is that and has the token has the lock. It ends with the session it was taken in, also
 * when that dies. A token that is missing, as at the very first time, is made; one too many is harmless and taken away (docs/decisions/0041).
 */
final class DeadLetterQueueToken implements DeadLetterLock {
    private static final Duration TOKEN_WITHIN = Duration.ofMillis(300);
    private static final int PERSISTENT = 2;

    private final BrokerSession session;

    private DeadLetterQueueToken(BrokerSession session) {
        this.session = session;
    }

    /**
     * Waits for the lock.
     *
     * @param session is the lock's from now on, and ends with it
     * @throws TakenException if somebody else has it all the while
     * @throws IOException if the session is broken
     */
    static DeadLetterLock take(BrokerSession session, Duration atMost)
            throws IOException, InterruptedException, TakenException {
        Channel channel = session.openChannel();
        channel.basicQos(1);
        TokenConsumer consumer = new TokenConsumer(channel);
        channel.basicConsume(Topology.DESK, false, consumer);
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Long token = consumer.tokens.poll(TOKEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (token == null) {
                if (System.nanoTime() > end) {
                    session.close();
                    throw new TakenException();
                }
                makeTokenIfNone(channel);
            } else if (channel.messageCount(Topology.DESK) == 0) {
                return new DeadLetterQueueToken(session);
            } else {
                channel.basicAck(token, false);
            }
        }
    }

    @Override
    public boolean walk(DeadLetterQueueBrowser.Visitor visitor) throws IOException, InterruptedException {
        return new DeadLetterQueueBrowser(session).walk(visitor);
    }

    @Override
    public void close() {
        session.close();
    }

    private static void makeTokenIfNone(Channel channel) throws IOException {
        if (channel.messageCount(Topology.DESK) == 0) {
            BasicProperties properties = new BasicProperties.Builder()
                    .messageId("desk")
                    .type("patchline.desk")
                    .deliveryMode(PERSISTENT)
                    .build();
            channel.basicPublish(Topology.PATCHES, Topology.DESK_KEY, properties, new byte[0]);
        }
    }

    private static final class TokenConsumer extends DefaultConsumer {
        private final BlockingQueue<Long> tokens = new LinkedBlockingQueue<>();

        private TokenConsumer(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(
                @Nullable String tag, Envelope envelope, @Nullable BasicProperties properties, byte @Nullable [] body) {
            tokens.add(envelope.getDeliveryTag());
        }
    }
}

package io.patchline.ingest.deadletters;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.broker.BrokerSession;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One walk along {@code patches.dead}: everything in it passes by, once. What is not removed goes back to the queue when the session ends; that counts as a delivery
 * of each, and the queue's limit is out of reach for it.
 */
public final class DeadLetterQueueBrowser {
    /** As many as one consumer may hold. */
    private static final int AT_ONCE = 65_535;

    private static final Duration STEP = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final BrokerSession session;

    /** Sees each message; returns whether to go on. */
    public interface Visitor {
        boolean sees(QueuedDeadLetter letter);
    }

    public DeadLetterQueueBrowser(BrokerSession session) {
        this.session = session;
    }

    /**
     * Walks until the visitor has enough or there is nothing more.
     *
     * @return whether everything that was in the queue and in nobody else's hands was seen
     * @throws IOException if the connection broke, or the broker does not get on with it
     */
    public boolean walk(Visitor visitor) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            Stretch stretch = new Stretch(session.openChannel(), visitor);
            if (stretch.go(end)) {
                return !stretch.enough;
            }
        }
    }

    /** What one consumer sees. */
    private static final class Stretch extends DefaultConsumer {
        private final Visitor visitor;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean enough;
        private final AtomicInteger seen = new AtomicInteger();

        private Stretch(Channel channel, Visitor visitor) {
            super(channel);
            this.visitor = visitor;
        }

        /** Returns whether the walk is over; else it goes on with another consumer. */
        private boolean go(long end) throws IOException, InterruptedException {
            Channel channel = getChannel();
            channel.basicQos(AT_ONCE);
            String tag = channel.basicConsume(Topology.DEAD, false, this);
            boolean empty = false;
            while (!empty && !enough && seen.get() < AT_ONCE) {
                if (System.nanoTime() > end) {
                    throw new IOException("the broker did not hand out its dead letters in time");
                }
                if (over.await(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("the connection broke while dead letters were sought");
                }
                empty = channel.messageCount(Topology.DEAD) == 0;
            }
            finish(tag);
            return empty || enough;
        }

        /**
         * Everything that the queue had given out when it was empty was on its way to this channel before this request, and the answer comes behind all of it.
         */
        private void finish(String tag) throws IOException, InterruptedException {
            getChannel().basicCancel(tag);
            if (!over.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the broker did not end the walk in time");
            }
            if (!getChannel().isOpen()) {
                throw new IOException("the connection broke while dead letters were sought");
            }
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            seen.incrementAndGet();
            if (!enough) {
                QueuedDeadLetter.Removal removal = () -> getChannel().basicAck(envelope.getDeliveryTag(), false);
                enough = !visitor.sees(new QueuedDeadLetter(removal, properties, body));
            }
        }

        @Override
        public void handleCancelOk(String tag) {
            over.countDown();
        }

        @Override
        public void handleCancel(String tag) {
            over.countDown();
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            over.countDown();
        }
    }
}

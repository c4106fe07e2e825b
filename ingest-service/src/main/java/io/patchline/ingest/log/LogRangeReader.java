package io.patchline.ingest.log;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.broker.BrokerSession;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads parts of the log by their offsets, each on a channel of its own. Holds some {@value #PREFETCH} messages at a time. */
public final class LogRangeReader {
    private static final int PREFETCH = 64;
    private static final int ACKNOWLEDGE_EVERY = 16;
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final BrokerSession session;

    public LogRangeReader(BrokerSession session) {
        this.session = session;
    }

    /** Takes messages, in order. */
    @FunctionalInterface
    public interface Sink {
        /** Returns whether it takes more. */
        boolean take(LogMessage message) throws IOException;
    }

    /**
     * The message at this place: whole outcomes are too large to keep in memory for every patch.
     *
     * @throws NotInLogException if the log does not reach back that far any more
     * @throws IOException if the broker is away, or the log does not answer in time, as it does not where it ends before that
     */
    public LogMessage at(long offset) throws IOException, InterruptedException {
        LogMessage[] found = new LogMessage[1];
        read(offset, offset + 1, message -> {
            found[0] = message;
            return false;
        });
        if (found[0] == null) {
            throw new NotInLogException("the log begins behind " + offset);
        }
        return found[0];
    }

    /**
     * Reads what is from one place up to another, which is known to exist. Where the log begins later, so does the reading.
     *
     * @param from the first offset
     * @param until the offset behind the last
     * @throws IOException if the broker is away or does not answer in time
     */
    public void read(long from, long until, Sink sink) throws IOException, InterruptedException {
        if (from >= until) {
            return;
        }
        Channel channel = session.openChannel();
        try {
            channel.basicQos((int) Math.min(until - from + ACKNOWLEDGE_EVERY, PREFETCH));
            Arrivals arrivals = new Arrivals(channel);
            channel.basicConsume(Topology.LOG, false, Map.of("x-stream-offset", from), arrivals);
            int taken = 0;
            while (true) {
                Arrival next = arrivals.next();
                if (next.message.offset() >= until || !sink.take(next.message) || next.message.offset() == until - 1) {
                    return;
                }
                if (++taken % ACKNOWLEDGE_EVERY == 0) {
                    channel.basicAck(next.tag, true);
                }
            }
        } catch (AlreadyClosedException e) {
            throw new IOException("the broker went away while the log was read", e);
        } finally {
            BrokerSession.closeWithoutWaiting(channel);
        }
    }

    private record Arrival(long tag, LogMessage message) {}

    /** What has arrived and is not taken yet: what was asked for, and up to a chunk of the stream more, for the broker sends whole chunks (seen on 3.10.8). */
    private static final class Arrivals extends DefaultConsumer {
        private final BlockingQueue<Arrival> queue = new LinkedBlockingQueue<>();

        Arrivals(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            queue.add(new Arrival(envelope.getDeliveryTag(), LogMessage.of(properties, body)));
        }

        Arrival next() throws IOException, InterruptedException {
            Arrival next = queue.poll(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                ShutdownSignalException gone = getChannel().getCloseReason();
                throw new IOException(gone == null ? "the log did not answer in time" : "the broker went away", gone);
            }
            return next;
        }
    }
}

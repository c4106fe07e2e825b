package io.patchline.ingest.status;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks one message up in the log by its offset: whole outcomes are too large to keep in memory for every patch. */
final class LogPage {
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final BrokerSession session;

    LogPage(BrokerSession session) {
        this.session = session;
    }

    /**
     * @throws IOException if the broker is away, or the log does not reach back that far any more
     */
    LogMessage at(long offset) throws IOException, InterruptedException {
        Channel channel = session.openChannel();
        try {
            CompletableFuture<LogMessage> found = new CompletableFuture<>();
            channel.basicQos(1);
            channel.basicConsume(Topology.LOG, false, Map.of("x-stream-offset", offset), new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                    found.complete(LogMessage.of(properties, body));
                }
            });
            LogMessage message = found.get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
            if (message.offset() != offset) {
                throw new IOException("the log begins at " + message.offset() + ", behind " + offset);
            }
            return message;
        } catch (ExecutionException | TimeoutException | AlreadyClosedException e) {
            throw new IOException("the log did not answer", e);
        } finally {
            channel.abort();
        }
    }
}

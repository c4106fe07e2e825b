package io.patchline.system;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import io.patchline.event.EventEnvelope;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.Topology;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/** Somebody from outside who listens to the results and looks at the dead letters. */
final class QueueReader implements AutoCloseable {
    private final Connection connection;
    private final List<EventEnvelope> events = new CopyOnWriteArrayList<>();
    private final List<Delivery> dead = new CopyOnWriteArrayList<>();

    QueueReader(String amqpUrl) throws IOException {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(amqpUrl);
            connection = factory.newConnection("system tests");
        } catch (URISyntaxException | GeneralSecurityException | TimeoutException e) {
            throw new IOException(e);
        }
        Channel channel = connection.createChannel();
        String mine = channel.queueDeclare().getQueue();
        channel.queueBind(mine, Topology.RESULTS, "patch.#");
        channel.basicConsume(mine, true, (tag, delivery) -> events.add(read(delivery)), tag -> {});
    }

    /** Takes over the dead letters as they come, without acknowledging them. */
    void watchDeadLetters() throws IOException {
        connection.createChannel().basicConsume(Topology.DEAD, false, (tag, delivery) -> dead.add(delivery), tag -> {});
    }

    List<Delivery> deadLetters() {
        return dead;
    }

    /** What was heard of this patch, in order: {@code started}, {@code succeeded} and so on. */
    List<String> heardOf(String patch) {
        return events.stream()
                .filter(event -> event.subject().equals(patch))
                .map(event -> event.data().what())
                .toList();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private static EventEnvelope read(Delivery delivery) {
        try {
            return MessageCodec.readEvent(delivery.getBody());
        } catch (UndecodableException e) {
            throw new AssertionError("an event that cannot be read", e);
        }
    }
}

package io.patchline.system;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.EventMessage;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.SampleLog;
import io.patchline.message.Topology;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Somebody who moves messages about at the broker, past Patchline. */
final class BrokerHand implements AutoCloseable {
    /** The default number of lane queues. */
    static final int LANES = 8;

    private final Connection connection;

    BrokerHand(String amqpUrl) throws IOException {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(amqpUrl);
            connection = factory.newConnection("a hand");
        } catch (URISyntaxException | GeneralSecurityException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    void publish(String exchange, String key, String body, BasicProperties properties)
            throws IOException, TimeoutException {
        publish(exchange, key, body.getBytes(StandardCharsets.UTF_8), properties);
    }

    void publish(String exchange, String key, byte[] body, BasicProperties properties)
            throws IOException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            channel.basicPublish(exchange, key, properties, body);
        }
    }

    /** Writes the first patches of this log to ours. */
    void fillLog(SampleLog log, int patches) throws IOException, TimeoutException, InterruptedException {
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int number = 0; number < patches; number++) {
                for (OutgoingMessage message : log.patch(number)) {
                    channel.basicPublish("", Topology.LOG, message.properties(), message.body());
                }
                if (number % 500 == 499) {
                    channel.waitForConfirmsOrDie();
                }
            }
            channel.waitForConfirmsOrDie();
        }
    }

    /** Puts so many dead letters into their queue and the log, as an executor does. */
    void bury(int many, String prefix) throws IOException, TimeoutException, InterruptedException {
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < many; i++) {
                PatchId id = new PatchId(prefix + i);
                PatchMessage message = PatchMessage.accepted(dead(id), Instant.now(), "tests");
                Map<String, Object> why =
                        Map.of(PatchMessage.RUN, 2, DeadLetterHeaders.REASON, ErrorCode.COMMAND_FAILED.wireName());
                channel.basicPublish(Topology.DEAD_LETTERS, "dead", message.properties(why), message.body());
                RunRef ref = new RunRef(id, 1, 1, message.patch().lane(), "tests");
                OutgoingMessage event = EventMessage.of(EventEnvelope.of(
                        new PatchEvent.DeadLettered(ref, ErrorCode.COMMAND_FAILED, "exit code 1", 2), Instant.now()));
                channel.basicPublish(event.exchange(), event.routingKey(), event.properties(), event.body());
                if (i % 500 == 499) {
                    channel.waitForConfirms();
                }
            }
            channel.waitForConfirms();
        }
    }

    /** Puts a patch into its lane queue and the log, as an ingest service does that knows of no other under this id. */
    void submit(String id, Lane lane, String command) throws IOException, TimeoutException {
        Patch patch = patch(new PatchId(id), lane, command);
        OutgoingMessage message =
                PatchMessage.accepted(patch, Instant.now(), "tests").toLane(new Topology(LANES));
        publish(message.exchange(), message.routingKey(), message.body(), message.properties());
    }

    private static Patch dead(PatchId id) {
        return patch(id, new Lane(id.value()), "exit 1 # " + "x".repeat(700));
    }

    private static Patch patch(PatchId id, Lane lane, String command) {
        return new Patch(
                id,
                Optional.empty(),
                Optional.empty(),
                lane,
                List.of(new PatchAction.RunCommand(command)),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }

    /** Takes the dead letter of this patch out of its queue. */
    GetResponse takeDead(String patch) throws IOException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            while (true) {
                GetResponse letter = channel.basicGet(Topology.DEAD, false);
                if (letter == null) {
                    throw new AssertionError(patch + " is not among the dead letters");
                }
                if (patch.equals(letter.getProps().getMessageId())) {
                    channel.basicAck(letter.getEnvelope().getDeliveryTag(), false);
                    return letter;
                }
            }
        }
    }

    void purge(String queue) throws IOException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            channel.queuePurge(queue);
        }
    }

    long depth(String queue) throws IOException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            return channel.messageCount(queue);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

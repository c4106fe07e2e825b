package io.patchline.firedrill;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.outcome.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What {@code patches.log} says, read from its beginning to what is its end at this moment. What is told twice with the same event id is the same fact.
 *
 * @param patches the ids of all patches in it
 * @param started the ids in the order in which executors first began with them
 * @param attempts the events that told of attempts after a patch's first
 * @param finals the final events of each id, by their event ids; that a patch waits for a review is none
 * @param counts the reasons of those that did not succeed, and attempts after the first, with their numbers
 */
record LogReading(
        Set<String> patches,
        Set<String> started,
        Set<String> attempts,
        Map<String, Map<String, String>> finals,
        Map<String, Integer> counts) {
    private static final String MARKER = "patchline.log.marker";

    /** Reads the log through this connection. */
    static LogReading of(Connection connection) throws IOException, InterruptedException {
        String marker = UUID.randomUUID().toString();
        BlockingQueue<Delivery> messages = new LinkedBlockingQueue<>();
        Channel channel = connection.createChannel();
        channel.basicQos(500);
        channel.basicConsume(
                Topology.LOG,
                false,
                Map.of("x-stream-offset", "first"),
                (tag, message) -> {
                    channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
                    messages.add(message);
                },
                tag -> {});
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(marker)
                .type(MARKER)
                .deliveryMode(2)
                .build();
        channel.basicPublish("", Topology.LOG, properties, new byte[0]);
        LogReading reading = new LogReading(
                new HashSet<>(), new LinkedHashSet<>(), new HashSet<>(), new HashMap<>(), new HashMap<>());
        while (true) {
            Delivery message = messages.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("the log gave nothing for 30 s");
            }
            if (marker.equals(message.getProperties().getMessageId())) {
                channel.abort();
                return reading;
            }
            reading.fold(message);
        }
    }

    /** Whether the run of this patch has a final event. */
    boolean isOver(String id) {
        return finals.containsKey(id);
    }

    /** How the run ended by its first final event, such as {@code succeeded}; none if it did not. */
    String ending(String id) {
        return finals.getOrDefault(id, Map.of()).values().stream().findFirst().orElse("none");
    }

    private void fold(Delivery message) {
        String type = Objects.toString(message.getProperties().getType(), "");
        if (type.equals(PatchMessage.TYPE)) {
            patches.add(Objects.toString(message.getProperties().getMessageId()));
        } else if (EventEnvelope.isType(type)) {
            fold(event(message));
        }
    }

    private void fold(EventEnvelope event) {
        if (event.data() instanceof PatchEvent.Started begun) {
            started.add(event.subject());
            if (begun.ref().attempt() > 1 && attempts.add(event.id())) {
                counts.merge("begun again", 1, Integer::sum);
            }
        }
        if (event.data() instanceof PatchEvent.Finished finished
                && !(finished.outcome() instanceof Outcome.AwaitingReview)) {
            Map<String, String> known = finals.computeIfAbsent(event.subject(), any -> new HashMap<>());
            if (known.put(event.id(), finished.what()) == null
                    && finished.outcome() instanceof Outcome.Unsuccessful reason) {
                counts.merge(reason.code().wireName(), 1, Integer::sum);
            }
        }
    }

    private static EventEnvelope event(Delivery message) {
        try {
            return MessageCodec.readEvent(message.getBody());
        } catch (UndecodableException e) {
            throw new IllegalStateException("an event in the log that cannot be read", e);
        }
    }

    /** The ids in the order given that executors began with. */
    List<String> startedOf(List<String> ids) {
        Set<String> wanted = new HashSet<>(ids);
        List<String> order = new ArrayList<>(started);
        order.retainAll(wanted);
        return order;
    }
}

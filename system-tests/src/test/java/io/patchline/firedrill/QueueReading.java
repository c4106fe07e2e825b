package io.patchline.firedrill;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the lane queues stand: passive declarations tell what waits and who listens, on every version and without the console.
 *
 * @param waiting messages that nobody has taken, by queue
 * @param consumers by queue
 */
record QueueReading(Map<String, Integer> waiting, Map<String, Integer> consumers) {
    private static final int LANES = 8;

    static QueueReading of(Connection connection) throws IOException {
        Map<String, Integer> waiting = new TreeMap<>();
        Map<String, Integer> consumers = new TreeMap<>();
        Channel channel = connection.createChannel();
        for (int lane = 0; lane < LANES; lane++) {
            AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(Topology.laneQueue(lane));
            waiting.put(found.getQueue(), found.getMessageCount());
            consumers.put(found.getQueue(), found.getConsumerCount());
        }
        channel.abort();
        return new QueueReading(waiting, consumers);
    }

    /** The ids in {@code patches.dead}; they stay there. */
    static List<String> dead(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        List<String> ids = new ArrayList<>();
        for (GetResponse got = channel.basicGet(Topology.DEAD, false);
                got != null;
                got = channel.basicGet(Topology.DEAD, false)) {
            ids.add(got.getProps().getMessageId());
        }
        channel.abort();
        return ids;
    }

    List<String> withMessages() {
        return waiting.entrySet().stream()
                .filter(queue -> queue.getValue() > 0)
                .map(queue -> queue.getKey() + ": " + queue.getValue())
                .toList();
    }

    List<String> withoutConsumer() {
        return consumers.entrySet().stream()
                .filter(queue -> queue.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}

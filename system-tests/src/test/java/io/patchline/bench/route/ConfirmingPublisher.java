package io.patchline.bench.route;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Publishes on one channel from one thread and tells of each message whether the broker confirmed it. */
final class ConfirmingPublisher {
    private static final int BATCH = 256;
    private static final int PERSISTENT = 2;

    private final Channel channel;
    private final BlockingQueue<Message> handOver = new LinkedBlockingQueue<>();
    private final ConcurrentNavigableMap<Long, Message> pending = new ConcurrentSkipListMap<>();

    private record Message(String key, String id, byte[] body, Consumer<Boolean> confirmed) {}

    ConfirmingPublisher(Channel channel) throws IOException {
        this.channel = channel;
        channel.confirmSelect();
        channel.addConfirmListener(
                (number, multiple) -> tell(number, multiple, true),
                (number, multiple) -> tell(number, multiple, false));
        Thread.ofPlatform().daemon().name("publisher").start(this::publishAll);
    }

    void publish(String key, String id, byte[] body, Consumer<Boolean> confirmed) {
        handOver.add(new Message(key, id, body, confirmed));
    }

    private void publishAll() {
        List<Message> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.add(handOver.take());
                handOver.drainTo(batch, BATCH - 1);
                for (Message message : batch) {
                    pending.put(channel.getNextPublishSeqNo(), message);
                    channel.basicPublish(
                            Topology.PATCHES, message.key(), true, properties(message.id()), message.body());
                }
                batch.clear();
            }
        } catch (InterruptedException | IOException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static BasicProperties properties(String id) {
        Instant now = Instant.now();
        return new BasicProperties.Builder()
                .messageId(id)
                .type(PatchMessage.TYPE)
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .timestamp(Date.from(now))
                .headers(Map.of(
                        PatchMessage.PATCH,
                        id,
                        PatchMessage.ACCEPTED_AT,
                        now.toString(),
                        PatchMessage.SOURCE,
                        "bench",
                        PatchMessage.RUN,
                        1))
                .build();
    }

    private void tell(long number, boolean multiple, boolean confirmed) {
        if (multiple) {
            ConcurrentNavigableMap<Long, Message> upTo = pending.headMap(number, true);
            upTo.values().forEach(message -> message.confirmed().accept(confirmed));
            upTo.clear();
        } else {
            Message message = pending.remove(number);
            if (message != null) {
                message.confirmed().accept(confirmed);
            }
        }
    }
}

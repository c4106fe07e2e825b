package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What RabbitMQ says of a message that it delivers again, on which the ledger and the delivery limit rest. From 4.3 on a message that was returned by basic.nack does not
 * count towards the limit; all that executors do with theirs still does.
 */
@ParameterizedClass(autoCloseArguments = false)
@MethodSource("io.patchline.broker.TestServers#ofEachVersion")
class RedeliveryIT {
    private static final String QUEUE = "limited";

    private final TestBroker broker;

    RedeliveryIT(TestBroker broker) {
        this.broker = broker;
    }

    /** A way in which an unacknowledged message comes back to its queue. */
    record Return(String name, boolean counts, Way way) {
        interface Way {
            void takeAndReturn(Connection connection) throws IOException, TimeoutException;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Return> ways() {
        return List.of(
                new Return("basic.reject, which an executor gives back with", true, connection -> {
                    Channel channel = connection.createChannel();
                    channel.basicReject(take(channel).getEnvelope().getDeliveryTag(), true);
                    channel.close();
                }),
                new Return("a closed channel", true, connection -> {
                    Channel channel = connection.createChannel();
                    take(channel);
                    channel.close();
                }),
                new Return("a lost connection", true, connection -> {
                    take(connection.createChannel());
                    connection.abort();
                }),
                new Return("basic.nack", false, connection -> {
                    Channel channel = connection.createChannel();
                    channel.basicNack(take(channel).getEnvelope().getDeliveryTag(), false, true);
                    channel.close();
                }));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_message_that_comes_again_is_marked_so(Return one) throws Exception {
        String url = queueWithLimit(10);
        returnOnce(url, one);
        try (Connection connection = Amqp.connect(url)) {
            assertThat(take(connection.createChannel()).getEnvelope().isRedeliver())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_was_returned_too_often_leaves_its_queue(Return one) throws Exception {
        String url = queueWithLimit(1);
        returnOnce(url, one);
        returnOnce(url, one);
        try (Connection connection = Amqp.connect(url)) {
            Channel channel = connection.createChannel();
            boolean gone = one.counts() || !broker.isAtLeast(4, 3);
            await().until(() -> channel.messageCount("dead") == (gone ? 1 : 0));
            assertThat(channel.messageCount(QUEUE)).isEqualTo(gone ? 0 : 1);
            if (gone) {
                assertThat(channel.basicGet("dead", true).getProps().getHeaders())
                        .hasEntrySatisfying(
                                "x-first-death-reason",
                                reason -> assertThat(reason).hasToString("delivery_limit"));
            }
        }
    }

    @Test
    void a_lane_queue_has_a_limit_and_the_others_none_that_matters() {
        assertThat(new Topology(1)
                        .queues().stream()
                                .filter(queue ->
                                        "quorum".equals(queue.arguments().get("x-queue-type")))
                                .filter(queue -> !queue.arguments().containsKey("x-delivery-limit"))
                                .map(Topology.Queue::name))
                .as("RabbitMQ 4 gives these a limit of 20; nobody consumes from them")
                .allMatch(name -> name.equals("patches.unrouted") || name.startsWith("patches.callbacks.wait."));
    }

    private static void returnOnce(String url, Return one) throws IOException, TimeoutException {
        Connection connection = Amqp.connect(url);
        try {
            one.way().takeAndReturn(connection);
        } finally {
            connection.abort();
        }
    }

    private String queueWithLimit(int limit) throws Exception {
        String url = broker.newVirtualHost();
        try (Connection connection = Amqp.connect(url)) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("dead", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.queueDeclare(
                    QUEUE,
                    true,
                    false,
                    false,
                    Map.of(
                            "x-queue-type", "quorum",
                            "x-delivery-limit", limit,
                            "x-dead-letter-exchange", "",
                            "x-dead-letter-routing-key", "dead"));
            channel.confirmSelect();
            channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, new byte[0]);
            channel.waitForConfirmsOrDie(10_000);
        }
        return url;
    }

    /** A message that was just returned may take a moment to be there. */
    private static GetResponse take(Channel channel) throws IOException {
        return await().until(() -> channel.basicGet(QUEUE, false), response -> response != null);
    }
}

package io.patchline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.patchline.broker.MutingProxy;
import io.patchline.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One executor leaves a lane queue, and another one has it next. */
class LaneConsumerIT {
    private static final String QUEUE = "lane";
    private static final int MESSAGES = 4;

    private final BlockingQueue<Delivery> here = new LinkedBlockingQueue<>();
    private final BlockingQueue<Delivery> there = new LinkedBlockingQueue<>();
    private final String url = TestBroker.shared().newVirtualHost();
    private Connection connection;
    private Channel publisher;
    private LaneConsumer leaving;
    private LaneConsumer other;

    @BeforeEach
    void subscribe() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        connection = factory.newConnection();
        publisher = connection.createChannel();
        publisher.queueDeclare(
                QUEUE, true, false, false, Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));
        publisher.confirmSelect();
        for (int i = 1; i <= MESSAGES; i++) {
            publish(i);
        }
        leaving = LaneConsumer.subscribe(connection.createChannel(), QUEUE, Duration.ofMinutes(30), here::add);
        assertThat(next(here)).isEqualTo("1");
        other = LaneConsumer.subscribe(connection.createChannel(), QUEUE, Duration.ofMinutes(30), delivery -> {
            there.add(delivery);
            delivery.acknowledge();
        });
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    @Test
    void what_is_given_back_by_who_leaves_comes_before_all_that_is_behind_it() throws Exception {
        leaving.leave();
        leaving.giveBack(1);

        for (int i = 1; i <= MESSAGES; i++) {
            assertThat(next(there)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void what_is_done_by_who_leaves_does_not_come_again() throws Exception {
        leaving.leave();
        assertThat(there.poll(1, TimeUnit.SECONDS))
                .as("before the first is done")
                .isNull();
        leaving.acknowledge(1);

        for (int i = 2; i <= MESSAGES; i++) {
            assertThat(next(there)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void what_is_given_back_by_who_stays_comes_first_and_it_takes_on_when_it_is_its_turn() throws Exception {
        leaving.giveBack(1);
        for (int i = 1; i <= MESSAGES; i++) {
            assertThat(next(there)).isEqualTo(Integer.toString(i));
        }

        other.leave();
        publish(MESSAGES + 1);

        assertThat(next(here)).isEqualTo(Integer.toString(MESSAGES + 1));
    }

    /** The broker's process for the channel hangs: it would keep the message, and its place as the one active consumer, for as long as the session lives. */
    @Test
    void a_message_that_is_given_back_on_a_channel_that_the_broker_does_not_close_is_not_kept_by_it() throws Exception {
        other.leave();
        publisher.queuePurge(QUEUE);
        leaving.acknowledge(1);
        try (MutingProxy proxy = new MutingProxy(url)) {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(proxy.url());
            factory.setAutomaticRecoveryEnabled(false);
            factory.setChannelRpcTimeout(2_000); // so long the closing of a channel is waited for
            BlockingQueue<Delivery> stuck = new LinkedBlockingQueue<>();
            leaving.leave();
            LaneConsumer consumer = LaneConsumer.subscribe(
                    factory.newConnection().createChannel(), QUEUE, Duration.ofMinutes(30), stuck::add);
            publish(7);
            assertThat(next(stuck)).isEqualTo("7");
            LaneConsumer.subscribe(connection.createChannel(), QUEUE, Duration.ofMinutes(30), there::add);
            proxy.muteOpenChannels();

            consumer.giveBack(1);

            assertThat(next(there)).isEqualTo("7");
        }
    }

    private void publish(int message) throws Exception {
        publisher.basicPublish(
                "",
                QUEUE,
                MessageProperties.PERSISTENT_BASIC,
                Integer.toString(message).getBytes(StandardCharsets.US_ASCII));
        publisher.waitForConfirmsOrDie();
    }

    private static String next(BlockingQueue<Delivery> deliveries) throws InterruptedException {
        Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        return new String(delivery.body(), StandardCharsets.US_ASCII);
    }
}

package io.patchline.broker.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import io.patchline.broker.Amqp;
import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.MutingProxy;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One channel hangs in a session that goes on: RabbitMQ's process for it waits for a node that is away, or its subscription gets nothing. */
class StuckChannelIT {
    private static final String STREAM = "stream";
    /** The client waits ten seconds for the answer to the closing of a channel. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final ExecutorService dispatcher = BrokerSession.newDispatcher();
    private final String url = TestBroker.shared().newVirtualHost();
    private final MutingProxy proxy = new MutingProxy(url);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private Connection direct;
    private Channel publisher;
    private BrokerSession session;

    @BeforeEach
    void open() throws Exception {
        direct = Amqp.connect(url);
        publisher = direct.createChannel();
        publisher.queueDeclare(STREAM, true, false, false, Map.of("x-queue-type", "stream"));
        publisher.confirmSelect();
        session = BrokerSession.open(BrokerAddress.parse(proxy.url()).getFirst(), "test", dispatcher);
    }

    @AfterEach
    void close() throws IOException {
        session.abandon("the test is over");
        direct.close();
        proxy.close();
        dispatcher.close();
    }

    @Test
    void a_reader_that_hears_nothing_is_closed_at_once() throws Exception {
        StreamReader reader = StreamReader.subscribe(session, STREAM, StreamReader.FIRST, this::hear, ended::add);
        publish("1");
        await().until(() -> heard.equals(List.of("1")));
        proxy.muteOpenChannels();

        assertThat(elapsed(reader::close)).isLessThan(AT_ONCE);

        assertThat(ended).isEmpty();
    }

    /** Cancel requests and grants: who is deaf for them carries out what was cancelled, and lets in what was revoked. */
    @Test
    void what_a_subscription_that_gets_nothing_does_not_hear_a_follower_hears_by_the_next_in_order_and_once()
            throws Exception {
        publish("1");
        StreamFollower.follow(session, STREAM, this::hear, ended::add, Duration.ofSeconds(1));
        await().until(() -> heard.equals(List.of("1")));
        proxy.muteOpenChannels();

        publish("2");
        publish("3");
        await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == 3);
        proxy.muteOpenChannels();
        publish("4");
        await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == 4);

        assertThat(heard).containsExactly("1", "2", "3", "4");
        assertThat(ended).isEmpty();
        assertThat(session.isOpen()).isTrue();
    }

    /** As while the coordinator of the streams waits for a node that is away: to end a session in which all goes well would end the next one, too. */
    @Test
    void while_the_broker_does_not_answer_to_a_new_subscription_the_one_before_stays() throws Exception {
        publish("1");
        StreamFollower.follow(session, STREAM, this::hear, ended::add, Duration.ofSeconds(1));
        await().until(() -> heard.equals(List.of("1")));
        proxy.confirmNothingOnNewChannels();
        TimeUnit.SECONDS.sleep(13); // one second, and ten until the client gives up waiting

        publish("2");

        await().until(() -> heard.equals(List.of("1", "2")));
        assertThat(ended).isEmpty();
        assertThat(session.isOpen()).isTrue();
    }

    private void hear(BasicProperties properties, byte[] body) {
        heard.add(new String(body, StandardCharsets.US_ASCII));
    }

    private void publish(String message) throws Exception {
        publisher.basicPublish(
                "", STREAM, MessageProperties.PERSISTENT_BASIC, message.getBytes(StandardCharsets.US_ASCII));
        publisher.waitForConfirmsOrDie();
    }

    private static Duration elapsed(Runnable action) {
        long began = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }
}

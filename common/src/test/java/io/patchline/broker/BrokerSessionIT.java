package io.patchline.broker;

import static io.patchline.broker.PublisherSite.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import io.patchline.message.Topology;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with a real broker: how they end, and that there is another one. */
@ParameterizedClass(autoCloseArguments = false)
@MethodSource("io.patchline.broker.TestServers#ofEachVersion")
class BrokerSessionIT {
    private final PublisherSite site;

    BrokerSessionIT(TestBroker broker) {
        this.site = new PublisherSite(broker);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    /** Defect 14: whoever deleted it imports the definitions again, or a service declares it again. */
    @Test
    void an_exchange_that_is_deleted_is_declared_again_and_published_to() throws Exception {
        try (Channel channel = site.session().openChannel()) {
            channel.exchangeDelete("patches");
        }
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> site.publish("patches", "lane.1").equals(new Confirmation.Confirmed()));
    }

    /** Nobody publishes meanwhile. */
    @Test
    void the_loss_of_an_exchange_ends_the_session_by_itself() throws Exception {
        BrokerSession before = site.session();
        try (Channel channel = before.openChannel()) {
            channel.exchangeDelete("patches.results");
        }
        site.awaitSessionAfter(before);
        try (Channel channel = site.session().openChannel()) {
            channel.exchangeDeclarePassive("patches.results");
        }
    }

    @Test
    void a_channel_that_the_session_lives_by_ends_it_when_the_broker_closes_it() throws Exception {
        BrokerSession before = site.session();
        Channel channel = before.openLastingChannel("a test");
        channel.basicPublish("missing", "", properties("m"), new byte[0]);

        assertThat(before.closed().get(10, TimeUnit.SECONDS)).contains("a test", "no exchange 'missing'");
    }

    /** Its connection tells the consumers that it has ended, when nobody is left to hear it. */
    @Test
    void sessions_that_are_closed_with_consumers_end_quietly() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            for (int turn = 0; turn < 20; turn++) {
                for (int consumer = 0; consumer < 3; consumer++) {
                    Channel channel = site.session().openChannel();
                    channel.basicConsume("patches.lane.1", false, (tag, delivery) -> {}, tag -> {});
                }
                site.startAnew();
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isEmpty();
    }

    @Test
    void another_number_of_lanes_is_told_to_a_person() {
        try (SessionKeeper other = site.keeper(new Topology(3))) {
            other.start();
            assertThat(site.unusable().join()).hasMessageContaining("fewer lane queues than patchline.lanes=3 says");
        }
    }
}

package io.patchline.broker;

import static io.patchline.broker.PublisherSite.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message has failed on a channel that otherwise works, and others are opened of which none answers, as in a cluster that has just lost the coordinator of its streams. */
class ChannelRenewalIT {
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(3);

    private final MutingProxy proxy = new MutingProxy(TestBroker.shared().newVirtualHost());
    private final ConfirmedPublisher publisher =
            new ConfirmedPublisher(PublisherLimits.STANDARD.within(CONFIRM_TIMEOUT));
    private final SessionKeeper keeper = new SessionKeeper(
            List.copyOf(BrokerAddress.parse(proxy.url())),
            "test",
            ServiceTopology.ofIngest(new Topology(2), true),
            publisher::onSession,
            unusable -> {});

    @BeforeEach
    void start() throws Exception {
        keeper.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> keeper.session().isPresent());
        try (Channel channel = keeper.session().orElseThrow().openChannel()) {
            channel.queueDeclare("full", true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        }
        assertThat(toLane()).isEqualTo(new Confirmation.Confirmed());
        assertThat(toFull()).isEqualTo(new Confirmation.Confirmed());
    }

    @AfterEach
    void stop() {
        proxy.close();
        publisher.close();
        keeper.close();
    }

    @Test
    void the_channel_that_works_stays_until_another_one_has_answered() throws InterruptedException {
        proxy.confirmNothingOnNewChannels();
        assertThat(toFull()).isEqualTo(new Confirmation.Nacked());

        long began = System.nanoTime();
        List<CompletableFuture<Confirmation>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(publisher.publish(message("patches", "lane.1")).toCompletableFuture());
            TimeUnit.MILLISECONDS.sleep(50);
        }

        long tries = Duration.ofNanos(System.nanoTime() - began).dividedBy(CONFIRM_TIMEOUT) + 1;

        // One at a time was tried on another channel, until the confirm timeout.
        assertThat(answers)
                .extracting(CompletableFuture::join)
                .filteredOn(answer -> answer instanceof Confirmation.Unavailable)
                .hasSizeBetween(1, Math.toIntExact(tries));

        proxy.confirmAll();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Stream.generate(this::toLane).limit(20).allMatch(new Confirmation.Confirmed()::equals));
    }

    private Confirmation toLane() {
        return publisher
                .publish(message("patches", "lane.1"))
                .toCompletableFuture()
                .join();
    }

    private Confirmation toFull() {
        return publisher.publish(message("", "full")).toCompletableFuture().join();
    }

    private static OutgoingMessage message(String exchange, String key) {
        return new OutgoingMessage(exchange, key, properties("m"), new byte[0]);
    }
}

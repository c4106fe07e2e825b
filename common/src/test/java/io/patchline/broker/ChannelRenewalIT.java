package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
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
    private static final byte[] BODY = {};

    private final ProxiedPublisher site = new ProxiedPublisher(PublisherLimits.STANDARD.within(CONFIRM_TIMEOUT));

    @BeforeEach
    void fill() throws Exception {
        try (Channel channel = site.session().openChannel()) {
            channel.queueDeclare("full", true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        }
        assertThat(toLane().join()).isEqualTo(new Confirmation.Confirmed());
        assertThat(toFull().join()).isEqualTo(new Confirmation.Confirmed());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void the_channel_that_works_stays_until_another_one_has_answered() throws InterruptedException {
        site.proxy().confirmNothingOnNewChannels();
        assertThat(toFull().join()).isEqualTo(new Confirmation.Nacked());

        long began = System.nanoTime();
        List<CompletableFuture<Confirmation>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(toLane());
            TimeUnit.MILLISECONDS.sleep(50);
        }
        long tries = Duration.ofNanos(System.nanoTime() - began).dividedBy(CONFIRM_TIMEOUT) + 1;

        // One at a time was tried on another channel, until the confirm timeout.
        assertThat(answers)
                .extracting(CompletableFuture::join)
                .filteredOn(answer -> answer instanceof Confirmation.Unavailable)
                .hasSizeBetween(1, Math.toIntExact(tries));

        site.proxy().confirmAll();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Stream.generate(() -> toLane().join())
                        .limit(20)
                        .allMatch(new Confirmation.Confirmed()::equals));
    }

    private CompletableFuture<Confirmation> toLane() {
        return site.publish("patches", "lane.1", BODY);
    }

    private CompletableFuture<Confirmation> toFull() {
        return site.publish("", "full", BODY);
    }
}

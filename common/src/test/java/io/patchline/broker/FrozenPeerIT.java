package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that is stopped, or behind a network that drops everything, while more is published than fits into what lies between: writing to it never ends. */
class FrozenPeerIT {
    private static final int MESSAGES = 64;
    /** More, all together, than the buffers of two sockets grow to. */
    private static final byte[] BODY = new byte[512 << 10];

    private final ProxiedPublisher site = new ProxiedPublisher(PublisherLimits.STANDARD);

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void who_publishes_is_answered_in_time_and_another_session_takes_the_place_when_the_heartbeats_are_missed()
            throws Exception {
        BrokerSession before = site.session();
        site.proxy().freezeConnections();

        List<CompletableFuture<Confirmation>> answers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            answers.add(site.publish("patches", "lane.1", BODY));
        }

        for (CompletableFuture<Confirmation> answer : answers) {
            assertThat(answer.get(15, TimeUnit.SECONDS)).isInstanceOf(Confirmation.Unavailable.class);
        }
        // Heartbeats are missed after 25 s, and the keeper's own farewell may take 10 s more.
        await().atMost(Duration.ofSeconds(90))
                .until(() ->
                        site.keeper().session().filter(next -> next != before).isPresent());
        assertThat(site.publish("patches", "lane.1", new byte[0]).join()).isEqualTo(new Confirmation.Confirmed());
    }
}

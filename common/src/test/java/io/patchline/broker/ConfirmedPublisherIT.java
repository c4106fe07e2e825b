package io.patchline.broker;

import static io.patchline.broker.PublisherSite.properties;
import static io.patchline.broker.PublisherSite.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.patchline.message.OutgoingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Confirmed publishing on a real broker: each message has an answer, and none holds up others. */
@ParameterizedClass(autoCloseArguments = false)
@MethodSource("io.patchline.broker.TestServers#ofEachVersion")
class ConfirmedPublisherIT {
    private final PublisherSite site;

    ConfirmedPublisherIT(TestBroker broker) {
        this.site = new PublisherSite(broker);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void a_patch_that_is_confirmed_is_in_its_lane_queue() throws Exception {
        CompletableFuture<String> taken = new CompletableFuture<>();
        try (Channel channel = site.session().openChannel()) {
            assertThat(site.publish("patches", "lane.1")).isEqualTo(new Confirmation.Confirmed());
            channel.basicConsume(
                    "patches.lane.1",
                    true,
                    (tag, delivery) -> taken.complete(delivery.getProperties().getMessageId()),
                    tag -> {});
            assertThat(taken.get(10, TimeUnit.SECONDS)).isEqualTo("m");
        }
    }

    @Test
    void a_message_with_a_key_that_is_no_lane_is_kept_where_it_can_be_seen() throws Exception {
        site.publish("patches", "lane.99");

        try (Channel channel = site.session().openChannel()) {
            await().until(() -> channel.messageCount("patches.unrouted") == 1);
        }
    }

    @Test
    void a_message_for_which_there_is_no_queue_is_unroutable() throws Exception {
        try (Channel channel = site.session().openChannel()) {
            channel.exchangeDeclare("nowhere", "direct");
        }
        assertThat(site.publish("nowhere", "any")).isInstanceOf(Confirmation.Unroutable.class);
    }

    @Test
    void a_message_that_a_full_queue_rejects_is_nacked() throws Exception {
        try (Channel channel = site.session().openChannel()) {
            channel.queueDeclare("full", true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        }
        site.publish("", "full");
        assertThat(site.publish("", "full")).isEqualTo(new Confirmation.Nacked());
    }

    @Test
    void a_channel_that_was_refused_a_message_is_replaced_and_closed() throws Exception {
        try (Channel channel = site.session().openChannel()) {
            channel.queueDeclare("full", true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        }
        site.publish("", "full");
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> site.confirmingChannels().size() == 1);
        List<Integer> before = site.confirmingChannels();

        assertThat(site.publish("", "full")).isEqualTo(new Confirmation.Nacked());

        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> site.confirmingChannels().size() == 2);
        assertThat(site.publish("patches", "lane.1")).isEqualTo(new Confirmation.Confirmed());
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> site.confirmingChannels().size() == 1
                        && !site.confirmingChannels().equals(before));
        assertThat(site.publish("patches", "lane.1")).isEqualTo(new Confirmation.Confirmed());
    }

    @Test
    void a_publish_to_an_exchange_that_is_not_there_is_not_confirmed_and_the_next_session_works() {
        BrokerSession before = site.session();
        assertThat(site.publish("missing", "any")).isInstanceOf(Confirmation.Unavailable.class);

        await().until(() ->
                site.keeper().session().filter(next -> next != before).isPresent());
        assertThat(site.publish("patches", "lane.1")).isEqualTo(new Confirmation.Confirmed());
    }

    /** Defect 4: RabbitMQ 4 takes 16 MiB, as this broker is configured to. */
    @Test
    void a_message_larger_than_the_broker_takes_has_an_end_and_holds_up_nobody() throws Exception {
        BrokerSession before = site.session();
        try (ConfirmedPublisher bold = new ConfirmedPublisher(PublisherLimits.STANDARD.upTo(20 << 20))) {
            bold.onSession(before);
            Confirmation refused = publish(bold, properties("large"), new byte[(16 << 20) + 1]);
            assertThat(refused).isInstanceOf(Confirmation.Unpublishable.class);
            assertThat(((Confirmation.Unpublishable) refused).reason()).contains("16777217 bytes", "takes 16777216");

            await().until(() -> publish(bold, properties("m"), new byte[1]).equals(new Confirmation.Confirmed()));
            assertThat(publish(bold, properties("large"), new byte[(16 << 20) + 1]))
                    .isInstanceOf(Confirmation.Unpublishable.class);
        }
        assertThat(site.session()).isSameAs(before);
    }

    @Test
    void a_message_larger_than_is_configured_is_not_sent() {
        assertThat(publish(site.publisher(), properties("m"), new byte[1001]))
                .isInstanceOf(Confirmation.Unpublishable.class);
        assertThat(site.publisher().waiting()).isZero();
    }

    /** Defect 15: the broker refuses another's user_id, and does not say which message it was. */
    @Test
    void a_message_that_the_broker_refuses_for_a_property_is_found_out_among_others() {
        BasicProperties stranger =
                properties("stranger").builder().userId("stranger").build();
        List<CompletableFuture<Confirmation>> others = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            others.add(again(properties("other-" + n)));
            if (n == 2) {
                others.add(again(stranger));
            }
        }
        assertThat(others.remove(3).join())
                .isInstanceOfSatisfying(
                        Confirmation.Unpublishable.class,
                        never -> assertThat(never.reason()).contains("user_id property set to 'stranger'"));
        assertThat(others).allSatisfy(other -> assertThat(other.join()).isEqualTo(new Confirmation.Confirmed()));
    }

    /** As those who must get rid of a message do: until there is a definite answer. */
    private CompletableFuture<Confirmation> again(BasicProperties properties) {
        return CompletableFuture.supplyAsync(
                () -> Stream.generate(() -> publish(site.publisher(), properties, new byte[1]))
                        .dropWhile(Confirmation.Unavailable.class::isInstance)
                        .findFirst()
                        .orElseThrow(),
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void headers_larger_than_a_frame_have_an_end() {
        BasicProperties large = properties("m")
                .builder()
                .headers(Map.of("h", "x".repeat(200_000)))
                .build();
        assertThat(publish(site.publisher(), large, new byte[1])).isInstanceOf(Confirmation.Unpublishable.class);
        assertThat(again(properties("m")).join()).isEqualTo(new Confirmation.Confirmed());
    }

    @Test
    void more_than_may_wait_is_refused_at_once() {
        List<CompletableFuture<Confirmation>> answers = Stream.generate(() -> site.publisher()
                        .publish(new OutgoingMessage("patches", "lane.0", properties("m"), new byte[900])))
                .limit(5)
                .map(CompletionStage::toCompletableFuture)
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join)).contains(new Confirmation.Overloaded());
        assertThat(site.publisher().waiting()).isZero();
    }

    @Test
    void without_a_session_a_publish_is_unavailable_at_once() {
        site.keeper().close();
        assertThat(site.publish("patches", "lane.0")).isInstanceOf(Confirmation.Unavailable.class);
    }
}

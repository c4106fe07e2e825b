package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.patchline.message.MessageCodec;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions, the topology and confirmed publishing on a real broker. */
@ParameterizedClass(autoCloseArguments = false)
@MethodSource("io.patchline.broker.TestServers#ofEachVersion")
class BrokerSessionIT {
    private final TestBroker broker;
    private final String url;
    private final CompletableFuture<TopologyException> unusable = new CompletableFuture<>();
    private final ConfirmedPublisher publisher =
            new ConfirmedPublisher(new PublisherLimits(10, 1000, Duration.ofSeconds(5)));
    private SessionKeeper keeper;

    BrokerSessionIT(TestBroker broker) {
        this.broker = broker;
        this.url = broker.newVirtualHost();
        this.keeper = keeper(new Topology(2));
    }

    @BeforeEach
    void start() {
        keeper.start();
        await().until(() -> keeper.session().isPresent());
    }

    @AfterEach
    void stop() {
        publisher.close();
        keeper.close();
    }

    @Test
    void a_patch_that_is_confirmed_is_in_its_lane_queue() throws Exception {
        assertThat(publish("patches", "lane.1")).isEqualTo(new Confirmation.Confirmed());

        CompletableFuture<String> taken = new CompletableFuture<>();
        try (Channel channel = session().openChannel()) {
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
        publish("patches", "lane.99");

        try (Channel channel = session().openChannel()) {
            await().until(() -> channel.messageCount("patches.unrouted") == 1);
        }
    }

    @Test
    void a_message_for_which_there_is_no_queue_is_unroutable() throws Exception {
        try (Channel channel = session().openChannel()) {
            channel.exchangeDeclare("nowhere", "direct");
        }
        assertThat(publish("nowhere", "any")).isInstanceOf(Confirmation.Unroutable.class);
    }

    @Test
    void a_message_that_a_full_queue_rejects_is_nacked() throws Exception {
        try (Channel channel = session().openChannel()) {
            channel.queueDeclare("full", true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        }
        publish("", "full");
        assertThat(publish("", "full")).isEqualTo(new Confirmation.Nacked());
    }

    @Test
    void a_channel_that_was_refused_a_message_is_replaced_and_closed() throws Exception {
        try (Channel channel = session().openChannel()) {
            channel.queueDeclare("full", true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        }
        publish("", "full");
        await().atMost(30, TimeUnit.SECONDS).until(() -> confirmingChannels().size() == 1);
        List<Integer> before = confirmingChannels();

        assertThat(publish("", "full")).isEqualTo(new Confirmation.Nacked());

        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> confirmingChannels().size() == 1
                        && !confirmingChannels().equals(before));
        assertThat(publish("patches", "lane.1")).isEqualTo(new Confirmation.Confirmed());
    }

    @Test
    void a_publish_to_an_exchange_that_is_not_there_is_not_confirmed_and_the_next_session_works() {
        assertThat(publish("missing", "any")).isInstanceOf(Confirmation.Unavailable.class);
    }

    @Test
    void more_than_may_wait_is_refused_at_once() {
        byte[] larger = new byte[1001];
        assertThat(publisher
                        .publish(new OutgoingMessage("patches", "lane.0", properties(), larger))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Confirmation.Overloaded());
        assertThat(publisher.waiting()).isZero();
    }

    @Test
    void without_a_session_a_publish_is_unavailable_at_once() {
        keeper.close();
        assertThat(publish("patches", "lane.0")).isInstanceOf(Confirmation.Unavailable.class);
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
                    Channel channel = session().openChannel();
                    channel.basicConsume("patches.lane.1", false, (tag, delivery) -> {}, tag -> {});
                }
                keeper.close();
                keeper = keeper(new Topology(2));
                start();
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isEmpty();
    }

    @Test
    void another_number_of_lanes_is_told_to_a_person() {
        try (SessionKeeper other = keeper(new Topology(3))) {
            other.start();
            assertThat(unusable.join()).hasMessageContaining("fewer lane queues than patchline.lanes=3 says");
        }
    }

    @Test
    void a_queue_with_other_arguments_is_told_to_a_person_with_its_name_and_the_argument() throws Exception {
        keeper.close();
        String other = broker.newVirtualHost();
        try (BrokerSession session = BrokerSession.open(
                        BrokerAddress.parse(other).getFirst(),
                        "test",
                        java.util.concurrent.Executors.newCachedThreadPool());
                Channel channel = session.openChannel()) {
            channel.queueDeclare("patches.dead", true, false, false, Map.of("x-queue-type", "quorum"));
            TopologyDeclaration declaration =
                    new TopologyDeclaration(session, ServiceTopology.ofIngest(new Topology(2), true));
            org.assertj.core.api.Assertions.assertThatThrownBy(declaration::declare)
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContainingAll("x-delivery-limit", "patches.dead", "empty and delete it");
        }
    }

    @Test
    void the_imported_definitions_and_policies_are_what_the_services_declare() throws Exception {
        String other = broker.newVirtualHost();
        String definitions =
                Files.readString(Path.of(System.getProperty("patchline.root"), "deploy/rabbitmq/definitions.json"));
        broker.callManagement(
                "POST", "/api/definitions/" + URI.create(other).getPath().substring(1), definitions);
        CompletableFuture<String> movedIn = new CompletableFuture<>();
        try (SessionKeeper onImported = new SessionKeeper(
                BrokerAddress.parse(other),
                "test",
                ServiceTopology.ofIngest(new Topology(8), true),
                session -> movedIn.complete("yes"),
                unusable::complete)) {
            onImported.start();
            assertThat(CompletableFuture.anyOf(movedIn, unusable).join()).isEqualTo("yes");
        }
    }

    private SessionKeeper keeper(Topology topology) {
        return new SessionKeeper(
                List.copyOf(BrokerAddress.parse(url)),
                "test",
                ServiceTopology.ofIngest(topology, true),
                publisher::onSession,
                unusable::complete);
    }

    private BrokerSession session() {
        return keeper.session().orElseThrow();
    }

    private List<Integer> confirmingChannels() throws IOException {
        String path = "/api/vhosts/" + URI.create(url).getPath().substring(1) + "/channels";
        JsonNode channels = MessageCodec.mapper().readTree(broker.callManagement("GET", path, ""));
        return StreamSupport.stream(channels.spliterator(), false)
                .filter(channel -> channel.path("confirm").asBoolean())
                .map(channel -> channel.path("number").asInt())
                .toList();
    }

    private Confirmation publish(String exchange, String key) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return publisher
                .publish(new OutgoingMessage(exchange, key, properties(), body))
                .toCompletableFuture()
                .join();
    }

    private static BasicProperties properties() {
        return new BasicProperties.Builder().messageId("m").deliveryMode(2).build();
    }
}

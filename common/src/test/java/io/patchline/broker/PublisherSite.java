package io.patchline.broker;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.MessageCodec;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/** A virtual host of its own with the topology of the ingest service, a session with it, and a publisher of small messages on that session. */
final class PublisherSite implements AutoCloseable {
    private static final Topology TWO_LANES = new Topology(2);

    private final TestBroker broker;
    private final String url;
    private final CompletableFuture<TopologyException> unusable = new CompletableFuture<>();
    private final ConfirmedPublisher publisher =
            new ConfirmedPublisher(new PublisherLimits(10, 1000, 1000, Duration.ofSeconds(5)));
    private SessionKeeper keeper;

    PublisherSite(TestBroker broker) {
        this.broker = broker;
        this.url = broker.newVirtualHost();
        this.keeper = keeper(TWO_LANES);
        start();
    }

    private void start() {
        keeper.start();
        await().until(() -> keeper.session().isPresent());
    }

    /** Ends the session in order and makes another one. */
    void startAnew() {
        keeper.close();
        keeper = keeper(TWO_LANES);
        start();
    }

    /** Another keeper of a session with the same virtual host; not started yet. */
    SessionKeeper keeper(Topology topology) {
        return new SessionKeeper(
                List.copyOf(BrokerAddress.parse(url)),
                "test",
                ServiceTopology.ofIngest(topology, true),
                publisher::onSession,
                unusable::complete);
    }

    SessionKeeper keeper() {
        return keeper;
    }

    /** The one there is. */
    BrokerSession session() {
        return keeper.session().orElseThrow();
    }

    /** Returns when there is another than this one. */
    void awaitSessionAfter(BrokerSession before) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> keeper.session().filter(next -> next != before).isPresent());
    }

    ConfirmedPublisher publisher() {
        return publisher;
    }

    /** Completed with why no session can be had with what the virtual host holds. */
    CompletableFuture<TopologyException> unusable() {
        return unusable;
    }

    Confirmation publish(String exchange, String key) {
        return joined(publisher.publish(
                new OutgoingMessage(exchange, key, properties("m"), "{}".getBytes(StandardCharsets.UTF_8))));
    }

    /** To a lane. */
    static Confirmation publish(ConfirmedPublisher by, BasicProperties properties, byte[] body) {
        return joined(by.publish(new OutgoingMessage("patches", "lane.1", properties, body)));
    }

    static BasicProperties properties(String id) {
        return new BasicProperties.Builder().messageId(id).deliveryMode(2).build();
    }

    /** The numbers of the channels that publish with confirms, as the broker counts them. */
    List<Integer> confirmingChannels() throws IOException {
        String path = "/api/vhosts/" + URI.create(url).getPath().substring(1) + "/channels";
        JsonNode channels = MessageCodec.mapper().readTree(broker.callManagement("GET", path, ""));
        return StreamSupport.stream(channels.spliterator(), false)
                .filter(channel -> channel.path("confirm").asBoolean())
                .map(channel -> channel.path("number").asInt())
                .toList();
    }

    private static Confirmation joined(CompletionStage<Confirmation> answer) {
        return answer.toCompletableFuture().join();
    }

    @Override
    public void close() {
        publisher.close();
        keeper.close();
    }
}

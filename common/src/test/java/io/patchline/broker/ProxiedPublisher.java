package io.patchline.broker;

import static org.awaitility.Awaitility.await;

import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A publisher in a session of its own with a virtual host that has the topology of the ingest service, by way of a proxy that can be silenced. */
final class ProxiedPublisher implements AutoCloseable {
    private final MutingProxy proxy = new MutingProxy(TestBroker.shared().newVirtualHost());
    private final ConfirmedPublisher publisher;
    private final SessionKeeper keeper;

    /** Returns when the session is up. */
    ProxiedPublisher(PublisherLimits limits) {
        publisher = new ConfirmedPublisher(limits);
        keeper = new SessionKeeper(
                List.copyOf(BrokerAddress.parse(proxy.url())),
                "test",
                ServiceTopology.ofIngest(new Topology(2), true),
                publisher::onSession,
                unusable -> {});
        keeper.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> keeper.session().isPresent());
    }

    MutingProxy proxy() {
        return proxy;
    }

    SessionKeeper keeper() {
        return keeper;
    }

    /** Of the session that is up. */
    BrokerSession session() {
        return keeper.session().orElseThrow();
    }

    CompletableFuture<Confirmation> publish(String exchange, String key, byte[] body) {
        return publisher
                .publish(new OutgoingMessage(exchange, key, PublisherSite.properties("m"), body))
                .toCompletableFuture();
    }

    @Override
    public void close() {
        proxy.close();
        publisher.close();
        keeper.close();
    }
}

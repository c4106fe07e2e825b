package io.patchline.ingest.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.broker.Certificates;
import io.patchline.broker.TestBroker;
import io.patchline.ingest.config.IngestConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.rabbitmq.RabbitMQClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The connector trusts a broker over TLS neither more nor less than the session does: its certificate is for {@code localhost}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectorBrokerIT {
    private final Vertx vertx = Vertx.vertx();
    private Certificates ours;
    private Certificates others;
    private TestBroker broker;

    @BeforeAll
    void start(@TempDir Path ourDirectory, @TempDir Path otherDirectory) {
        ours = new Certificates(ourDirectory).issue("broker", "localhost");
        others = new Certificates(otherDirectory).issue("broker", "localhost");
        broker = TestBroker.ownWithTls(ourDirectory);
        Assumptions.assumeTrue(broker.tlsPort().isPresent(), "a broker that was given by its URL is as it is");
    }

    @AfterAll
    void stop() {
        broker.close();
        vertx.close();
    }

    @Test
    void it_connects_to_the_host_that_the_certificate_is_for() throws Exception {
        RabbitMQClient client = client("localhost", ours);
        start(client);
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void it_does_not_connect_to_another_host() {
        assertThatThrownBy(() -> start(client("127.0.0.1", ours)))
                .hasStackTraceContaining("No subject alternative names matching IP address 127.0.0.1");
    }

    @Test
    void it_does_not_connect_to_a_broker_of_an_unknown_authority() {
        assertThatThrownBy(() -> start(client("localhost", others))).hasStackTraceContaining("PKIX path");
    }

    private static void start(RabbitMQClient client) throws Exception {
        client.start().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private RabbitMQClient client(String host, Certificates trusted) {
        String url = "amqps://%s:%s@%s:%d/%%2F"
                .formatted(
                        broker.user(), broker.password(), host, broker.tlsPort().orElseThrow());
        IngestConfig config = new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .addDiscoveredConverters()
                .withDefaultValues(Map.of(
                        "patchline.broker.url",
                        url,
                        "patchline.broker.ca-file",
                        trusted.authority().toString()))
                .build()
                .getConfigMapping(IngestConfig.class);
        return RabbitMQClient.create(vertx, new ConnectorBroker().options(config));
    }
}

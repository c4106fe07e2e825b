package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import io.patchline.message.Topology;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What services declare, on a real broker that has some of it already. */
@ParameterizedClass(autoCloseArguments = false)
@MethodSource("io.patchline.broker.TestServers#ofEachVersion")
class TopologyDeclarationIT {
    private final TestBroker broker;
    private final String url;

    TopologyDeclarationIT(TestBroker broker) {
        this.broker = broker;
        this.url = broker.newVirtualHost();
    }

    @Test
    void a_queue_with_other_arguments_is_told_to_a_person_with_its_name_and_the_argument() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool();
                BrokerSession session =
                        BrokerSession.open(BrokerAddress.parse(url).getFirst(), "test", threads);
                Channel channel = session.openChannel()) {
            channel.queueDeclare("patches.dead", true, false, false, Map.of("x-queue-type", "quorum"));
            TopologyDeclaration declaration =
                    new TopologyDeclaration(session, ServiceTopology.ofIngest(new Topology(2), true));
            assertThatThrownBy(declaration::declare)
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContainingAll("x-delivery-limit", "patches.dead", "empty and delete it");
        }
    }

    @Test
    void the_imported_definitions_and_policies_are_what_the_services_declare() throws Exception {
        String definitions =
                Files.readString(Path.of(System.getProperty("patchline.root"), "deploy/rabbitmq/definitions.json"));
        broker.callManagement("POST", "/api/definitions" + URI.create(url).getPath(), definitions);
        CompletableFuture<String> usable = new CompletableFuture<>();
        CompletableFuture<TopologyException> unusable = new CompletableFuture<>();
        try (SessionKeeper onImported = new SessionKeeper(
                BrokerAddress.parse(url),
                "test",
                ServiceTopology.ofIngest(new Topology(8), true),
                session -> usable.complete("yes"),
                unusable::complete)) {
            onImported.start();
            assertThat(CompletableFuture.anyOf(usable, unusable).join()).isEqualTo("yes");
        }
    }
}

package io.patchline.broker;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** The official image in a container of its own. */
final class DockerBroker implements BrokerHome {
    private static final Logger LOG = LoggerFactory.getLogger(DockerBroker.class);
    private static final DockerImageName IMAGE = DockerImageName.parse("rabbitmq:4-management");

    private final RabbitMQContainer container;
    private final int amqpPort;
    private final int managementPort;

    private DockerBroker(RabbitMQContainer container, int amqpPort, int managementPort) {
        this.container = container;
        this.amqpPort = amqpPort;
        this.managementPort = managementPort;
    }

    /** Docker answers, and has the image or can pull it. */
    static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable() && new DockerImages(docker()).has(IMAGE);
    }

    @SuppressWarnings("resource") // stop() closes the container
    static DockerBroker start() {
        DockerLeftovers leftovers = new DockerLeftovers(docker());
        leftovers.remove();
        int amqpPort = freePort();
        int managementPort = freePort();
        RabbitMQContainer container = new RabbitMQContainer(IMAGE);
        // Fixed ports: those that Testcontainers maps would change when the container is started again.
        container.setPortBindings(List.of("127.0.0.1:" + amqpPort + ":5672", "127.0.0.1:" + managementPort + ":15672"));
        container.withLabels(leftovers.label());
        container.start();
        DockerBroker broker = new DockerBroker(container, amqpPort, managementPort);
        Amqp.awaitAnswer(broker.amqpUrl());
        return broker;
    }

    @Override
    public String amqpUrl() {
        return "amqp://%s:%s@127.0.0.1:%d/%%2F"
                .formatted(container.getAdminUsername(), container.getAdminPassword(), amqpPort);
    }

    @Override
    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    @Override
    public boolean canBeKilled() {
        return true;
    }

    @Override
    public void kill9() {
        docker().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
    }

    @Override
    public void startAgain() {
        docker().startContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public String description() {
        return "Docker, " + IMAGE;
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    /** Below the range of outgoing connections, where a client that keeps trying to reconnect could end up connected to itself. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                LOG.atDebug().addKeyValue("port", port).log("port is taken, trying another");
            }
        }
    }
}

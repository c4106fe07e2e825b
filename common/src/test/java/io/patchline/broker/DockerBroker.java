package io.patchline.broker;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** The pinned image, or the one of {@code RABBITMQ_IMAGE}, in a container of its own. */
final class DockerBroker implements BrokerHome {
    private static final DockerImageName IMAGE = DockerImageName.parse(
                    Optional.ofNullable(System.getenv("RABBITMQ_IMAGE")).orElseGet(PinnedImage::name))
            .asCompatibleSubstituteFor("rabbitmq");

    private final RabbitMQContainer container;
    private final int amqpPort;
    private final int managementPort;
    private final OptionalInt tlsPort;

    private DockerBroker(RabbitMQContainer container, int amqpPort, int managementPort, OptionalInt tlsPort) {
        this.container = container;
        this.amqpPort = amqpPort;
        this.managementPort = managementPort;
        this.tlsPort = tlsPort;
    }

    /** Docker answers, and has the image or can pull it. */
    static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable() && new DockerImages(docker()).has(IMAGE);
    }

    /** Docker answers and has this image; none is pulled. */
    static boolean isHere(DockerImageName image) {
        return DockerClientFactory.instance().isDockerAvailable() && new DockerImages(docker()).isHere(image);
    }

    static DockerBroker start(Optional<Path> certificates) {
        return start(IMAGE, certificates);
    }

    @SuppressWarnings("resource") // stop() closes the container
    static DockerBroker start(DockerImageName image, Optional<Path> certificates) {
        DockerLeftovers leftovers = new DockerLeftovers(docker());
        leftovers.remove();
        int amqpPort = FreePort.any();
        int managementPort = FreePort.any();
        RabbitMQContainer container = new RabbitMQContainer(image);
        // Fixed ports: those that Testcontainers maps would change when the container is started again.
        List<String> ports = new ArrayList<>(List.of(binding(amqpPort, 5672), binding(managementPort, 15672)));
        OptionalInt tlsPort = OptionalInt.empty();
        if (certificates.isPresent()) {
            tlsPort = OptionalInt.of(FreePort.any());
            ports.add(binding(tlsPort.getAsInt(), 5671));
            takeTls(container, certificates.get());
        }
        container.setPortBindings(ports);
        container.withLabels(leftovers.label());
        container.start();
        enable(container, System.getenv("BROKER_PLUGINS"));
        DockerBroker broker = new DockerBroker(container, amqpPort, managementPort, tlsPort);
        Amqp.awaitAnswer(broker.amqpUrl());
        return broker;
    }

    private static String binding(int here, int inside) {
        return "127.0.0.1:" + here + ":" + inside;
    }

    private static void takeTls(RabbitMQContainer container, Path certificates) {
        TlsListener listener = new TlsListener("5671", "/certificates");
        container.withCopyToContainer(
                Transferable.of(listener.configuration()), "/etc/rabbitmq/conf.d/90-patchline-tls.conf");
        for (String file : TlsListener.FILES) {
            // Readable for the broker's user there.
            container.withCopyFileToContainer(
                    MountableFile.forHostPath(certificates.resolve(file), 0644), "/certificates/" + file);
        }
    }

    /** As deploy/local/broker does with the same variable. */
    private static void enable(RabbitMQContainer container, @Nullable String plugins) {
        if (plugins != null) {
            try {
                container.execInContainer(("rabbitmq-plugins enable " + plugins.replace(',', ' ')).split(" "));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
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
    public OptionalInt tlsPort() {
        return tlsPort;
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
    public void stopInOrder() {
        docker().stopContainerCmd(container.getContainerId()).withTimeout(60).exec();
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
        return "Docker, " + container.getDockerImageName();
    }

    @Override
    public Optional<String> log() {
        return Optional.of(container.getLogs());
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}

package io.patchline.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker of each version of RabbitMQ that this machine has, for tests of what differs between versions: the shared one; the server that is installed and the one of
 * {@code PATCHLINE_RABBITMQ_SERVER}, if they are others; and the images of versions that were tried, if Docker has them and
 * {@code PATCHLINE_TEST_BROKER} is not {@code local}. Only the shared one where it was given by its URL.
 */
public final class TestServers {
    private TestServers() {}

    /** Started at the first call and stopped when the JVM ends. Nobody may kill them. */
    public static List<TestBroker> ofEachVersion() {
        return Started.BROKERS;
    }

    private static List<TestBroker> start() {
        Map<String, TestBroker> byVersion = new LinkedHashMap<>();
        byVersion.put(TestBroker.shared().version(), TestBroker.shared());
        for (Supplier<BrokerHome> other : others()) {
            TestBroker broker = new TestBroker(other.get());
            if (byVersion.putIfAbsent(broker.version(), broker) != null) {
                broker.close();
            }
        }
        return List.copyOf(byVersion.values());
    }

    private static List<Supplier<BrokerHome>> others() {
        List<Supplier<BrokerHome>> others = new ArrayList<>();
        if (TestBrokerChoice.from(System.getenv()) == TestBrokerChoice.URL) {
            return others;
        }
        servers().forEach(server -> others.add(() -> LocalBroker.startOn(server)));
        if (!"local".equals(System.getenv(TestBrokerChoice.CHOICE_VARIABLE))) {
            images().forEach(image -> others.add(() -> DockerBroker.start(image, Optional.empty())));
        }
        return others;
    }

    private static List<DockerImageName> images() {
        return ServerVersion.TRIED.stream()
                .map(version -> DockerImageName.parse(PinnedImage.nameOf(version.toString())))
                .filter(DockerBroker::isHere)
                .toList();
    }

    private static List<Path> servers() {
        List<Path> servers = new ArrayList<>();
        Optional.ofNullable(System.getenv(LocalBroker.SERVER_VARIABLE))
                .filter(server -> !server.isEmpty())
                .map(Path::of)
                .ifPresent(servers::add);
        if (Files.isExecutable(LocalBroker.INSTALLED)) {
            servers.add(LocalBroker.INSTALLED);
        }
        return servers;
    }

    private static final class Started {
        static final List<TestBroker> BROKERS = start();
    }
}

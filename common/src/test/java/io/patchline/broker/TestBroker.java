package io.patchline.broker;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real RabbitMQ for tests; the only place that knows where it comes from ({@link TestBrokerChoice}). Safe for use by several threads, but for
 * {@link #kill9()}, {@link #stopInOrder()} and {@link #startAgain()}.
 */
public final class TestBroker implements AutoCloseable {
    private final BrokerHome home;
    private final List<String> virtualHosts = new CopyOnWriteArrayList<>();
    private final List<String> users = new CopyOnWriteArrayList<>();

    public TestBroker(BrokerHome home) {
        this.home = home;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "test-broker-stop"));
    }

    /** The one of this JVM, started at the first call and stopped when the JVM ends. Nobody may kill it. */
    public static TestBroker shared() {
        return Shared.BROKER;
    }

    /** A fresh one for tests that kill it; where a broker is given by its URL, that one, and {@link #canBeKilled()} is false. */
    public static TestBroker own() {
        return new TestBroker(TestBrokerChoice.from(System.getenv()).start(Optional.empty()));
    }

    /**
     * A fresh one that also takes TLS, at {@link #tlsPort()}.
     *
     * @param certificates the directory with {@code ca.pem}, {@code broker.pem} and {@code broker-key.pem}
     */
    public static TestBroker ownWithTls(Path certificates) {
        return new TestBroker(TestBrokerChoice.from(System.getenv()).start(Optional.of(certificates)));
    }

    /** Whether {@link #ownWith} can be had. */
    public static boolean canBeConfigured() {
        return TestBrokerChoice.from(System.getenv()) == TestBrokerChoice.LOCAL;
    }

    /** A fresh private node with these terms in its {@code advanced.config}. */
    public static TestBroker ownWith(String terms) {
        return new TestBroker(LocalBroker.start(Optional.empty(), Optional.of(terms)));
    }

    /** On every address of this machine's loopback interface; empty where a broker is given by its URL. */
    public OptionalInt tlsPort() {
        return home.tlsPort();
    }

    /** Of the default virtual host, with user and password. */
    public String amqpUrl() {
        return home.amqpUrl();
    }

    public URI managementUrl() {
        return home.managementUrl();
    }

    public String user() {
        return userInfo(0);
    }

    public String password() {
        return userInfo(1);
    }

    /** Which kind of broker, and its version: for logs, so that a result says what it was seen on. */
    public String description() {
        return home.description() + ", RabbitMQ " + version();
    }

    /** As the server says it. */
    public String version() {
        return Amqp.serverVersion(amqpUrl());
    }

    public boolean isAtLeast(int major, int minor) {
        return ServerVersion.parse(version()).orElseThrow().compareTo(new ServerVersion(major, minor, 0)) >= 0;
    }

    /** For the names of tests that run on several. */
    @Override
    public String toString() {
        return "RabbitMQ " + version();
    }

    /** What the broker has logged so far; empty where it is given by its URL. */
    public Optional<String> log() {
        return home.log();
    }

    /** Creates an empty virtual host, so that test classes do not see each other's queues, and tells its AMQP URL. */
    public String newVirtualHost() {
        String name = "test-" + UUID.randomUUID();
        management().createVirtualHost(name);
        virtualHosts.add(name);
        return URI.create(amqpUrl()).resolve("/" + name).toString();
    }

    /**
     * Creates a user who has these permissions and no other, and tells its AMQP URL.
     *
     * @param virtualHostUrl as {@link #newVirtualHost()} told it
     * @param permissions as the broker's HTTP API takes them
     */
    public String newUser(String virtualHostUrl, String permissions) {
        String name = "test-" + UUID.randomUUID();
        URI url = URI.create(virtualHostUrl);
        callManagement("PUT", "/api/users/" + name, "{\"password\": \"%s\", \"tags\": \"\"}".formatted(name));
        users.add(name);
        callManagement("PUT", "/api/permissions" + url.getPath() + "/" + name, permissions);
        return "amqp://%s:%s@%s:%d%s".formatted(name, name, url.getHost(), url.getPort(), url.getPath());
    }

    /** Calls the broker's HTTP API and returns the answer's body. */
    public String callManagement(String method, String path, String body) {
        return management().call(method, path, body);
    }

    public boolean canBeKilled() {
        return home.canBeKilled();
    }

    /** SIGKILL to the broker; returns when it is gone. What was confirmed is kept for {@link #startAgain()}. */
    public void kill9() {
        // RabbitMQ 3.10.8 notes a new quorum queue on disk up to a second after its declaration, and its first messages
        // are stuck when it is
        // killed before that (measured: always at 0 s, never at 1 s). Tests of ours are not about that second.
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        home.kill9();
    }

    /** An orderly end of the broker; returns when it is gone. */
    public void stopInOrder() {
        home.stopInOrder();
    }

    /** Starts the killed or stopped broker with the data that it had, and on the ports that it had unless somebody else has taken them; returns when it answers. */
    public void startAgain() {
        home.startAgain();
        Amqp.awaitAnswer(amqpUrl());
    }

    /** Stops it, or leaves a given broker as it was found. Once is enough, more often is harmless. */
    @Override
    public void close() {
        if (!home.canBeKilled()) {
            virtualHosts.forEach(management()::deleteVirtualHost);
            virtualHosts.clear();
            users.forEach(user -> callManagement("DELETE", "/api/users/" + user, ""));
            users.clear();
        }
        home.stop();
    }

    private ManagementApi management() {
        return new ManagementApi(managementUrl(), user(), password());
    }

    private String userInfo(int part) {
        String raw = URI.create(amqpUrl()).getRawUserInfo();
        return URLDecoder.decode(raw.split(":", 2)[part], StandardCharsets.UTF_8);
    }

    private static final class Shared {
        static final TestBroker BROKER = own();
    }
}

package io.patchline.broker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;

/** A private node of the RabbitMQ installed on this machine, through {@code deploy/local/broker}, in a temporary directory. */
final class LocalBroker implements BrokerHome {
    private static final int NOT_RUNNING = 3;
    /** Longer than the script itself waits for a node. */
    private static final Duration WITHIN = Duration.ofMinutes(3);

    /** Where Debian's package has it: not its wrapper in PATH, which would switch to the system's user. */
    static final Path INSTALLED = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    static final String SERVER_VARIABLE = "PATCHLINE_RABBITMQ_SERVER";

    private final List<String> script;
    private final Path directory;
    private final OptionalInt tlsPort;

    private LocalBroker(List<String> script, Path directory, OptionalInt tlsPort) {
        this.script = script;
        this.directory = directory;
        this.tlsPort = tlsPort;
    }

    static LocalBroker start(Optional<Path> certificates) {
        return start(certificates, Optional.empty());
    }

    /** @param terms Erlang's, for {@code advanced.config}, which counts for more than {@code rabbitmq.conf} */
    static LocalBroker start(Optional<Path> certificates, Optional<String> terms) {
        return start(List.of(), certificates, terms);
    }

    /**
     * @param server the program that starts a node
     */
    static LocalBroker startOn(Path server) {
        return start(List.of("env", SERVER_VARIABLE + "=" + server), Optional.empty(), Optional.empty());
    }

    private static LocalBroker start(List<String> before, Optional<Path> certificates, Optional<String> terms) {
        String root = Objects.requireNonNull(
                System.getProperty("patchline.root"),
                "the system property patchline.root is not set: run the tests by Maven");
        try {
            Path directory = Files.createTempDirectory("patchline-broker-");
            OptionalInt tlsPort = OptionalInt.empty();
            if (certificates.isPresent()) {
                tlsPort = OptionalInt.of(FreePort.any());
                TlsListener listener = new TlsListener(
                        "127.0.0.1:" + tlsPort.getAsInt(), certificates.get().toString());
                Files.writeString(
                        Files.createDirectory(directory.resolve("conf.d")).resolve("tls.conf"),
                        listener.configuration());
            }
            if (terms.isPresent()) {
                Files.writeString(directory.resolve("advanced.config"), terms.get());
            }
            List<String> script = new ArrayList<>(before);
            script.add(Path.of(root, "deploy", "local", "broker").toString());
            LocalBroker broker = new LocalBroker(script, directory, tlsPort);
            broker.startAgain();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String amqpUrl() {
        return fact("AMQP_URL");
    }

    @Override
    public URI managementUrl() {
        return URI.create(fact("MANAGEMENT_URL"));
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
        ProcessHandle.of(Long.parseLong(fact("BROKER_PID"))).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(10)).until(() -> call("status").exitCode() == NOT_RUNNING);
    }

    @Override
    public void stopInOrder() {
        call("stop");
    }

    @Override
    public void startAgain() {
        // --for: the node must not outlive this JVM, even if somebody kills that.
        Script.Answer answer =
                call("start", "--for", Long.toString(ProcessHandle.current().pid()));
        if (answer.exitCode() != 0) {
            throw new IllegalStateException("no local broker for the tests: " + answer.output());
        }
    }

    @Override
    public void stop() {
        if (Files.exists(directory)) {
            call("stop", "--now");
            delete();
        }
    }

    @Override
    public String description() {
        return "a private local node";
    }

    @Override
    public Optional<String> log() {
        try {
            return Optional.of(Files.readString(directory.resolve("log/patchline@localhost.log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String fact(String name) {
        Properties facts = new Properties();
        try (var lines = Files.newBufferedReader(directory.resolve("broker.env"))) {
            facts.load(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(facts.getProperty(name), () -> "broker.env does not tell " + name);
    }

    private Script.Answer call(String command, String... options) {
        List<String> line = new ArrayList<>(script);
        line.addAll(List.of(command, directory.toString()));
        line.addAll(List.of(options));
        return Script.run(WITHIN, line);
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

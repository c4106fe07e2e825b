package io.patchline.firedrill;

import io.patchline.broker.TestBroker;
import io.patchline.patch.Digest;
import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A broker, two ingest replicas, and four executors on one workspace and one state directory, or on one repository and nothing else in common: all that burns. */
final class Site implements AutoCloseable {
    static final String TOKEN = "pl_firedrill_0123456789abcdefghijklmnopqr";

    /** Of those who judge: nobody approves what their own token submitted. */
    static final String REVIEWER = "pl_reviewer_0123456789abcdefghijklmnopqrs";

    /** So that clients meet full lanes, too. */
    private static final String SHORT_LANES = """
            {"pattern": "^patches\\\\.lane\\\\.", "apply-to": "queues", "definition": {"max-length": 100}}""";

    private final Path directory;
    private final TestBroker broker;

    /** As it was at the beginning: a broker that comes back may have another port. */
    private final URI virtualHost;

    private final StateDisk state;
    private final Optional<Repository> repository;
    private final List<Replica> ingests = new ArrayList<>();
    private final List<Replica> executors = new ArrayList<>();

    /** The network between each executor and the repository. */
    private final List<TcpProxy> toRepository = new ArrayList<>();

    /** Starts everything and waits until it is ready. */
    Site(Path directory, TestBroker broker, FireDrill.Size size) {
        this.directory = directory;
        this.broker = broker;
        this.virtualHost = URI.create(broker.newVirtualHost());
        makePassable(directory);
        String policy = "/api/policies/" + virtualHost.getPath().substring(1) + "/short";
        broker.callManagement("PUT", policy, SHORT_LANES);
        this.state = StateDisk.at(directory.resolve("state"), size.patches() * (size.repository() ? 4 : 1));
        this.repository = size.repository() ? Optional.of(Repository.in(directory)) : Optional.empty();
        Map<String, String> settings = Map.of(
                "PATCHLINE_ACCESS_TOKENS_FILE",
                write("tokens", holder("drill:submit,read,operate", TOKEN) + holder("reviewer:read,review", REVIEWER))
                        .toString(),
                "PATCHLINE_SLOTS",
                "4");
        for (int i = 0; i < Schedule.INGESTS; i++) {
            ingests.add(replica("ingest-service", "ingest-" + i, settings));
        }
        for (int i = 0; i < Schedule.EXECUTORS; i++) {
            executors.add(replica("executor-service", "executor-" + i, ofExecutor(i, settings)));
        }
        // Whoever ends the drill by Ctrl-C leaves no service and no mount behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "fire-drill-stop"));
        awaitReady();
    }

    Path workspace() {
        return directory.resolve("workspace");
    }

    /** What an executor has: all the same directories, or one of its own. */
    private Map<String, String> ofExecutor(int number, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(
                "PATCHLINE_STATE",
                ledgers().get(repository.isPresent() ? number : 0).toString());
        if (repository.isPresent()) {
            TcpProxy network = repository.get().network();
            toRepository.add(network);
            all.put("PATCHLINE_GIT_SITE_URL", repository.get().url(network));
            all.put("PATCHLINE_GIT_SITE_REVIEW", DrillPatch.JUDGED + "/**");
            all.put(
                    "PATCHLINE_GIT_SITE_TOKEN_FILE",
                    write("repository-token", SmartHttpServer.TOKEN).toString());
        } else {
            all.put("PATCHLINE_WORKSPACE", workspace().toString());
        }
        return all;
    }

    /** The state directories of the executors. */
    List<Path> ledgers() {
        return repository.isEmpty()
                ? List.of(state.directory())
                : IntStream.range(0, Schedule.EXECUTORS)
                        .mapToObj(number -> state.directory().resolve("executor-" + number))
                        .toList();
    }

    Optional<Repository> repository() {
        return repository;
    }

    TcpProxy toRepository(int executor) {
        return toRepository.get(executor);
    }

    /** What the patches left behind, as files. */
    Path leftBehind() {
        return repository.map(branch -> branch.checkout(workspace())).orElseGet(this::workspace);
    }

    /** The address that leads to the broker directly, where it is at present. */
    String amqpUrl() {
        return amqpUrl(brokerPort());
    }

    private String amqpUrl(int port) {
        return "amqp://%s@127.0.0.1:%d%s".formatted(virtualHost.getRawUserInfo(), port, virtualHost.getRawPath());
    }

    private int brokerPort() {
        return URI.create(broker.amqpUrl()).getPort();
    }

    TestBroker broker() {
        return broker;
    }

    StateDisk state() {
        return state;
    }

    Replica ingest(int number) {
        return ingests.get(number);
    }

    Replica executor(int number) {
        return executors.get(number);
    }

    List<Replica> executors() {
        return List.copyOf(executors);
    }

    void awaitReady() {
        ingests.forEach(Replica::awaitReady);
        executors.forEach(Replica::awaitReady);
    }

    /** What services said last that ended by themselves, which were started again. */
    List<String> lastWords() {
        return Stream.concat(ingests.stream(), executors.stream())
                .flatMap(replica -> replica.lastWords().stream())
                .toList();
    }

    Possible possible() {
        return new Possible(broker.canBeKilled(), state.canBeFilled(), WrongClock.isPossible(), repository.isPresent());
    }

    @Override
    public synchronized void close() {
        executors.forEach(Replica::close);
        ingests.forEach(Replica::close);
        toRepository.forEach(TcpProxy::close);
        repository.ifPresent(Repository::close);
        state.close();
    }

    private Replica replica(String module, String name, Map<String, String> settings) {
        TcpProxy network = new TcpProxy(this::brokerPort);
        Map<String, String> all = new HashMap<>(settings);
        all.put(
                "PATCHLINE_BROKER_URL_FILE",
                write(name + ".url", amqpUrl(network.port())).toString());
        return new Replica(module, logs(name), all, network);
    }

    private Path logs(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String holder(String nameAndScopes, String token) {
        return nameAndScopes + ":" + Digest.sha256Hex(token.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    private Path write(String name, String contents) {
        try {
            return Files.writeString(directory.resolve(name), contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An executor that is root runs commands as somebody else, who must get to the workspace. */
    private static void makePassable(Path directory) {
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.patchline.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import io.patchline.message.Topology;
import io.patchline.patch.Digest;
import io.patchline.system.EvenLanes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Patchline as it is deployed, in a virtual host of its own: an ingest service, and executors as they are started. */
final class Site implements AutoCloseable {
    static final String TOKEN = "pl_bench_0123456789abcdefghijklmnopqrstuvw";
    static final int LANES = 8;

    /** What patches are submitted to, for wrk's script: a whole number of lanes for each lane queue. */
    private static final String SPREAD =
            EvenLanes.numbers(64, LANES).stream().map(String::valueOf).collect(Collectors.joining(","));

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final Build build;
    private final TestBroker broker;
    private final Path directory;
    private final String amqpUrl;
    private final Map<String, String> settings = new HashMap<>();
    private final List<BenchProcess> processes = new ArrayList<>();
    private final int port = freePort();

    Site(Ground ground, Build build) throws IOException {
        this.build = build;
        this.broker = ground.broker();
        this.amqpUrl = broker.newVirtualHost();
        this.directory = Files.createTempDirectory(ground.directory(), "site");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        settings.put("PATCHLINE_BROKER_URL_FILE", write("broker-url", amqpUrl));
        settings.put("PATCHLINE_ACCESS_TOKENS_FILE", write("tokens", "bench:submit,read,operate:" + sha256(TOKEN)));
        settings.put("PATCHLINE_WORKSPACE", directory.resolve("workspace").toString());
        settings.put("PATCHLINE_STATE", directory.resolve("state").toString());
        start("ingest-service", port, Map.of("PATCHLINE_LIMITS_RATE", "1000000/s"), true);
    }

    /** Arguments of {@code patches.lua}: patches of that size, whose answer is a 202. */
    static String[] accepting(int bytes) {
        return new String[] {TOKEN, Integer.toString(bytes), SPREAD, "accepted", "true"};
    }

    /** The same few patches again and again: they go the whole way into the broker, and the status index does not grow. */
    static String[] repeating() {
        return new String[] {TOKEN, "1024", SPREAD, "again", "true"};
    }

    /** Patches of that command, whose answer is their success. */
    static String[] waiting(String command) {
        return new String[] {TOKEN, "0", SPREAD, "succeeded", command};
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Build build() {
        return build;
    }

    List<BenchProcess> services() {
        return List.copyOf(processes);
    }

    /**
     * Starts an executor below {@code tini -s}, which waits for whatever of its commands nobody else waits for: bubblewrap does its mounts, and runs the
     * command, in a child that it leaves to whoever comes, and the processor time of a process that nobody waits for is in nobody's.
     */
    BenchProcess startExecutor(Map<String, String> more) throws IOException {
        return start(List.of("tini", "-s", "--"), "executor-service", freePort(), more, true);
    }

    void stop(BenchProcess executor) {
        processes.remove(executor);
        executor.close();
    }

    /** Starts a service as {@code ./patchline up} does and returns when it is ready. */
    BenchProcess start(String module, int atPort, Map<String, String> more, boolean cached) throws IOException {
        return start(List.of(), module, atPort, more, cached);
    }

    private BenchProcess start(List<String> below, String module, int atPort, Map<String, String> more, boolean cached)
            throws IOException {
        Path app = build.app(module);
        List<String> command = new ArrayList<>(below);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + build.jvmOptions(module)));
        if (cached && build.hasCache(module)) {
            // One that does not fit is an error, and not a slow start.
            command.addAll(List.of("-XX:AOTCache=" + app.resolve("app.aot"), "-XX:AOTMode=on"));
        }
        command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PATCHLINE_HTTP_PORT", "" + atPort);
        environment.putAll(more);
        BenchProcess process = BenchProcess.start(module, directory, environment, command);
        processes.add(process);
        await().atMost(READY_WITHIN).pollInterval(Duration.ofMillis(5)).until(() -> isReady(process, atPort));
        return process;
    }

    /** Of both services, of the commands and what launches them, and of the broker, which works for nobody else during a turn. */
    CpuTime cpu() {
        CpuTime all = CpuTime.of("broker", Usage.cpuMicros(brokerProcess(broker)));
        for (BenchProcess process : processes) {
            double own = Usage.ownCpuMicros(process.jvm());
            double below = Usage.cpuMicros(List.of(process.handle())) - own;
            all = all.plus(CpuTime.of(process.name().replace("-service", ""), own))
                    .plus(CpuTime.of("commands", below));
        }
        return all;
    }

    /** The broker's process, if it is one of this machine. A node that has just started does not tell it at once. */
    static List<ProcessHandle> brokerProcess(TestBroker broker) {
        long pid = await("the broker tells its process")
                .until(() -> nodeOf(broker).path("os_pid"), told -> !told.isMissingNode())
                .asLong();
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains("beam"))
                .stream()
                .toList();
    }

    private static JsonNode nodeOf(TestBroker broker) throws IOException {
        return MessageCodec.mapper()
                .readTree(broker.callManagement("GET", "/api/nodes", ""))
                .path(0);
    }

    /** Throws away what lies in the lane queues. */
    void purgeLanes() {
        withChannel(channel -> {
            for (int lane = 0; lane < LANES; lane++) {
                channel.queuePurge(Topology.laneQueue(lane));
            }
        });
    }

    void withChannel(ChannelUse use) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(amqpUrl);
            try (Connection connection = factory.newConnection("patchline bench");
                    Channel channel = connection.createChannel()) {
                use.with(channel);
            }
        } catch (Exception e) {
            throw new IllegalStateException("The broker does not do what the benchmark wants", e);
        }
    }

    /** What is done with a channel. */
    interface ChannelUse {
        void with(Channel channel) throws Exception;
    }

    String amqpUrl() {
        return amqpUrl;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(BenchProcess::close);
    }

    /** A site of each build that takes part. */
    record OfEach(List<Site> sites) implements AutoCloseable {
        static OfEach start(Ground ground) throws IOException {
            OfEach all = new OfEach(new ArrayList<>());
            try {
                for (Build build : ground.builds()) {
                    all.sites.add(new Site(ground, build));
                }
                return all;
            } catch (IOException | RuntimeException e) {
                all.close();
                throw e;
            }
        }

        /** Executors at each. */
        OfEach withExecutor(Map<String, String> settings) throws IOException {
            for (Site site : sites) {
                site.startExecutor(settings);
            }
            return this;
        }

        @Override
        public void close() {
            sites.forEach(Site::close);
        }
    }

    private static boolean isReady(BenchProcess process, int port) throws IOException {
        if (!process.isAlive()) {
            throw new IOException("A service ended while it started: " + process.log());
        }
        try {
            HttpURLConnection look = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/q/health/ready")
                    .toURL()
                    .openConnection();
            return look.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String write(String name, String contents) throws IOException {
        return Files.writeString(directory.resolve(name), contents).toString();
    }

    private static String sha256(String text) {
        return Digest.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }
}

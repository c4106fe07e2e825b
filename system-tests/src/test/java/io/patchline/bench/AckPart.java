package io.patchline.bench;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.bench.route.BareRoute;
import io.patchline.message.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the request to the 202 that follows RabbitMQ's confirm. */
final class AckPart implements Part {
    private static final List<Integer> BYTES = List.of(1024, 65536);
    private static final String QUEUE = "bench";
    private static final Duration COMMANDS_WITHIN = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "ack";
    }

    @Override
    public String explanation() {
        return "POST /webhook until its 202, which follows the broker's confirm by a lane queue and the log. PerfTest has as many messages unconfirmed as there are "
                + "connections: once on a single quorum queue, and once, like Patchline, through the exchange to a lane queue and the log. The bare route is a Vert.x handler with the same promise and nothing else: token, JSON tokens, the same headers, eight lane queues and the log, which it reads: the practical limit. `webhook` is Debian's "
                + "(adnanh/webhook): it answers before its command has run, and keeps nothing. Processor time is without the client's, which for PerfTest is all but the broker. "
                + "PerfTest is a JVM that starts anew for each turn; its first " + PerfTest.HEAD_START.toSeconds()
                + " seconds do not count.";
    }

    @Override
    public List<Report.Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        List<Report.Row> rows = new ArrayList<>();
        try (Site.OfEach builds = Site.OfEach.start(ground);
                Route route = Route.start(ground);
                BenchProcess hook = startHook(ground, options.rivals())) {
            String perfTestHost = virtualHost(ground);
            for (Contender cold : own(ground, builds, route, 64, 1024)) {
                cold.warmUp();
            }
            for (int bytes : BYTES) {
                for (int connections : options.connections()) {
                    List<Contender> contenders = own(ground, builds, route, connections, bytes);
                    contenders.addAll(perfTests(ground, options, perfTestHost, connections, bytes));
                    if (hook.isAlive()) {
                        contenders.add(hook(ground, hook, connections, bytes));
                    }
                    rows.addAll(
                            new Comparison("%d connections, %d KiB".formatted(connections, bytes / 1024), contenders)
                                    .run(options.rounds(), options.turn()));
                }
            }
        }
        return rows;
    }

    private static List<Contender> own(Ground ground, Site.OfEach builds, Route route, int connections, int bytes) {
        List<Contender> contenders = new ArrayList<>();
        builds.sites().forEach(site -> contenders.add(patchline(ground, site, connections, bytes)));
        contenders.add(route(ground, route, connections, bytes));
        return contenders;
    }

    private static Contender patchline(Ground ground, Site site, int connections, int bytes) {
        return new HttpContender(
                site.build().name(),
                ground.wrk("patches.lua"),
                site.at("/webhook"),
                connections,
                Site.accepting(bytes),
                site::cpu,
                site::purgeLanes);
    }

    private static Contender route(Ground ground, Route route, int connections, int bytes) {
        return new HttpContender(
                "bare route",
                ground.wrk("patches.lua"),
                URI.create("http://127.0.0.1:" + route.port() + "/webhook"),
                connections,
                Site.accepting(bytes),
                () -> CpuTime.of("broker", Usage.cpuMicros(Site.brokerProcess(ground.broker())))
                        .plus(CpuTime.of(
                                "route", Usage.cpuMicros(List.of(route.process().handle())))),
                () -> purgeLanes(route.host()));
    }

    /** {@link io.patchline.bench.route.BareRoute}, in a virtual host of its own. */
    private record Route(BenchProcess process, int port, String host) implements AutoCloseable {
        static Route start(Ground ground) throws IOException {
            String host = virtualHost(ground);
            int port = Site.freePort();
            BenchProcess process = BenchProcess.startTalking(
                    "bare route",
                    ground.directory(),
                    Map.of(),
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BareRoute.class.getName(),
                            "" + port,
                            host,
                            Site.TOKEN,
                            "" + Site.LANES));
            process.awaitLine();
            return new Route(process, port, host);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private static List<Contender> perfTests(Ground ground, Options options, String host, int inFlight, int bytes)
            throws IOException {
        PerfTest.PerfTestHome home = new PerfTest.PerfTestHome(
                ground.directory(), Files.readString(options.rivals().resolve("perf-test.classpath")), host);
        List<ProcessHandle> broker = Site.brokerProcess(ground.broker());
        List<String> queue = List.of("--queue", QUEUE, "--quorum-queue");
        List<String> exchange = List.of(
                "--predeclared",
                "--exchange",
                Topology.PATCHES,
                "--type",
                "topic",
                "--routing-key",
                Topology.laneKey(0));
        return List.of(
                new PerfTest(
                        "PerfTest, one quorum queue", home, queue, inFlight, bytes, broker, () -> purge(host, QUEUE)),
                new PerfTest(
                        "PerfTest, lane queue and log",
                        home,
                        exchange,
                        inFlight,
                        bytes,
                        broker,
                        () -> purge(host, Topology.laneQueue(0))));
    }

    private static Contender hook(Ground ground, BenchProcess hook, int connections, int bytes) {
        return new HttpContender(
                "webhook (adnanh)",
                ground.wrk("hook.lua"),
                URI.create("http://127.0.0.1:" + HOOK_PORT + "/hooks/true"),
                connections,
                new String[] {"" + bytes},
                () -> CpuTime.of("webhook", Usage.cpuMicros(List.of(hook.handle()))),
                () -> awaitCommands(hook.handle()));
    }

    /** It has answered before its commands run: they would run in the turn of whoever comes next. */
    private static void awaitCommands(ProcessHandle hook) {
        await("the hook's commands have ended")
                .atMost(COMMANDS_WITHIN)
                .during(Duration.ofMillis(500))
                .until(() -> hook.children().findAny().isEmpty());
    }

    private static final int HOOK_PORT = Site.freePort();

    private static BenchProcess startHook(Ground ground, Path rivals) throws IOException {
        return BenchProcess.start(
                "webhook",
                ground.directory(),
                Map.of(),
                List.of(
                        "webhook",
                        "-ip",
                        "127.0.0.1",
                        "-port",
                        "" + HOOK_PORT,
                        "-hooks",
                        rivals.resolve("webhook/hooks.json").toString()));
    }

    /** A virtual host with Patchline's exchanges and queues, and none of its services. */
    private static String virtualHost(Ground ground) {
        String host = ground.broker().newVirtualHost();
        Topology topology = new Topology(Site.LANES);
        with(host, channel -> {
            for (Topology.Exchange exchange : topology.exchanges()) {
                channel.exchangeDeclare(exchange.name(), exchange.type(), true, false, exchange.arguments());
            }
            for (Topology.Queue queue : topology.queues()) {
                channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
            }
            for (Topology.Binding binding : topology.bindings()) {
                channel.queueBind(binding.queue(), binding.exchange(), binding.key());
            }
        });
        return host;
    }

    private static void purgeLanes(String host) {
        for (int lane = 0; lane < Site.LANES; lane++) {
            purge(host, Topology.laneQueue(lane));
        }
    }

    private static void purge(String host, String queue) {
        with(host, channel -> channel.queuePurge(queue));
    }

    private static void with(String host, Site.ChannelUse use) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(host);
            try (Connection connection = factory.newConnection("patchline bench");
                    Channel channel = connection.createChannel()) {
                use.with(channel);
            }
        } catch (Exception e) {
            throw new IllegalStateException("The broker does not do what the benchmark wants", e);
        }
    }
}
